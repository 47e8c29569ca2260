//! Threads and connections around `tiny_http`.
//!
//! That crate reads requests and hands them over one by one, on any number of kept-open connections, each with a thread of its
//! own. What it does not do is done here:
//!
//! - *A request with a body is never understood.* Version 0.12 takes any `Transfer-Encoding` for chunked, so that a second request
//!   can hide in the body of the first. And it cannot be told to close a connection. So after a refusal nothing more is answered
//!   on that connection: what follows on it is read and thrown away.
//! - *Dropping a request reads the rest of its body*, into a buffer as large as the body says it is. So a request with a long
//!   body is dropped elsewhere, or never.
//! - *A client that does not read its answers holds a thread.* It may hold one, however many requests it sends; and when all
//!   threads are held, more are started.
//! - *Of connections that come together some are left waiting*, until one of the others closes: its pool counts a thread as free
//!   until it has woken up. Any further connection frees one of them. So when requests come in, the preview knocks at its own
//!   door a few times; a browser that opens six connections for one page would otherwise lack its style sheet.
//! - *Its accepting thread ends at the first error*, or dies of it, such as too many open files. So the preview asks itself now and
//!   then, and accepts anew when no answer comes.

use super::Stage;
use super::reload::EVENTS_PATH;
use super::request::{self, Asked, Here, Refusal};
use super::site;
use std::collections::{HashMap, VecDeque};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::{Builder, Thread};
use std::time::{Duration, Instant};
use tiny_http::{Request, Server};

/// Enough for a thread that answers requests; a preview may have some hundred of them.
pub const STACK: usize = 256 * 1024;

/// The threads that answer are never fewer, and never more.
const FEWEST_WORKERS: usize = 4;
const MOST_WORKERS: usize = 512;

/// How long a thread beyond the fewest waits for work before it ends.
const IDLE: Duration = Duration::from_secs(3);

/// How long the porter waits before each of its knocks once requests come in, in milliseconds.
const KNOCKS: [u64; 5] = [2, 4, 8, 16, 32];

/// How long it waits when none come.
const KNOCK_IN_QUIET: Duration = Duration::from_millis(200);

/// How often it is tried whether anybody still accepts connections, and how long the answer may take.
const GUARD: Duration = Duration::from_secs(5);

/// How many requests may wait on one connection.
const MOST_WAITING: usize = 64;

/// How long a refused connection stays mute. What hides behind the refused request is read within milliseconds; a later
/// connection may come from the same port, and is then left without an answer for as long as this.
const MUTE: Duration = Duration::from_secs(1);

/// A body up to this length has been read by `tiny_http` before the request is handed over.
const READ_ALREADY: usize = 1024;

/// A body up to this length is read to its end, to be thrown away.
const READ_TO_END: usize = 1024 * 1024;

/// How many bodies are read at once.
const MOST_BODIES: usize = 16;

/// A buffer that grew larger than this for one answer is given back after it.
const BUFFER: usize = 256 * 1024;

/// Starts answering what comes in.
pub(crate) fn start(listener: TcpListener, stage: Arc<Stage>) -> io::Result<()> {
    let house = Arc::new(House {
        stage,
        listener,
        connections: Mutex::default(),
        bodies: AtomicUsize::new(0),
        stirred: AtomicBool::new(false),
        porter: OnceLock::new(),
    });
    house.open()?;
    let porter = Arc::clone(&house);
    let thread = Builder::new()
        .name("porter".to_owned())
        .stack_size(STACK)
        .spawn(move || porter.keep_the_door())?;
    // Empty until now, so this sets it.
    let _ = house.porter.set(thread.thread().clone());
    Builder::new()
        .name("guard".to_owned())
        .stack_size(STACK)
        .spawn(move || house.guard())?;
    Ok(())
}

/// What all answering threads share.
struct House {
    stage: Arc<Stage>,
    listener: TcpListener,
    connections: Mutex<HashMap<SocketAddr, Connection>>,
    bodies: AtomicUsize,
    /// Whether a request has come since the porter last sat down.
    stirred: AtomicBool,
    porter: OnceLock<Thread>,
}

/// A connection on which something is being answered, or nothing may be.
#[derive(Default)]
struct Connection {
    waiting: VecDeque<Request>,
    mute_until: Option<Instant>,
}

/// The threads of one `tiny_http` server.
struct Crew {
    house: Arc<House>,
    server: Server,
    /// Held by the thread that waits for the next request.
    turn: Mutex<()>,
    /// Threads that answer nothing at the moment.
    idle: AtomicUsize,
    all: AtomicUsize,
}

impl House {
    fn open(self: &Arc<Self>) -> io::Result<()> {
        let listener = self.listener.try_clone()?;
        let crew = Arc::new(Crew {
            house: Arc::clone(self),
            server: Server::from_listener(listener, None).map_err(io::Error::other)?,
            turn: Mutex::new(()),
            idle: AtomicUsize::new(0),
            all: AtomicUsize::new(0),
        });
        (0..FEWEST_WORKERS).try_for_each(|_| crew.hire())
    }

    /// Wakes the porter, unless that has been done.
    fn stir(&self) {
        if !self.stirred.load(Ordering::Relaxed) && !self.stirred.swap(true, Ordering::AcqRel) {
            self.porter.get().inspect(|porter| porter.unpark());
        }
    }

    /// Frees connections that are left waiting: many once requests come in, one now and then without any.
    fn keep_the_door(&self) {
        loop {
            std::thread::park_timeout(KNOCK_IN_QUIET);
            if !self.stirred.load(Ordering::Acquire) {
                drop(self.knock());
                continue;
            }
            for wait in KNOCKS {
                std::thread::sleep(Duration::from_millis(wait));
                // All at once, because each of them frees one connection.
                let knocks: Vec<_> = (0..8).map(|_| self.knock()).collect();
                drop(knocks);
            }
            // Under a steady load the next requests come at once, and need no more knocks than this.
            std::thread::sleep(KNOCK_IN_QUIET);
            self.stirred.store(false, Ordering::Release);
        }
    }

    fn knock(&self) -> io::Result<TcpStream> {
        TcpStream::connect_timeout(&self.own_address()?, Duration::from_millis(100))
    }

    fn own_address(&self) -> io::Result<SocketAddr> {
        let mut address = self.listener.local_addr()?;
        if address.ip().is_unspecified() {
            address.set_ip(Ipv4Addr::LOCALHOST.into());
        }
        Ok(address)
    }

    /// Accepts anew whenever nobody accepts any more. The crews of before stay with the connections they have.
    fn guard(self: &Arc<Self>) {
        loop {
            std::thread::sleep(GUARD);
            // Only silence is a sign: with too many open files there is no asking.
            let silent = self.ask_itself().is_err_and(|error| {
                matches!(
                    error.kind(),
                    io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
                )
            });
            if silent {
                // Fails while there are too many open files: there is a next time.
                let _ = self.open();
            }
        }
    }

    /// Asks as a browser would.
    fn ask_itself(&self) -> io::Result<()> {
        let address = self.own_address()?;
        // Where nobody accepts, even connecting hangs once enough connections wait.
        let mut stream = TcpStream::connect_timeout(&address, GUARD)?;
        stream.set_read_timeout(Some(GUARD))?;
        // HTTP/1.0 has the connection closed after the answer.
        let request = format!(
            "HEAD / HTTP/1.0\r\nHost: localhost:{}\r\n\r\n",
            address.port()
        );
        stream.write_all(request.as_bytes())?;
        stream.read(&mut [0]).map(drop)
    }

    /// Takes up a request; nothing when another thread is busy with its connection, or the connection is mute.
    fn take_up(&self, client: SocketAddr, request: Request) -> Option<Request> {
        self.stir();
        let mut connections = self.connections();
        let Some(connection) = connections.get_mut(&client) else {
            connections.insert(client, Connection::default());
            return Some(request);
        };
        if connection
            .mute_until
            .is_some_and(|until| until < Instant::now())
        {
            *connection = Connection::default();
            return Some(request);
        }
        let over = if connection.mute_until.is_some() {
            vec![request]
        } else if connection.waiting.len() < MOST_WAITING {
            connection.waiting.push_back(request);
            return None;
        } else {
            connection.mute_until = Some(Instant::now() + MUTE);
            connection.waiting.drain(..).chain([request]).collect()
        };
        drop(connections);
        over.into_iter()
            .for_each(|request| self.say_nothing(request));
        None
    }

    /// Goes on to the next request of the connection, or leaves it.
    fn go_on(&self, client: SocketAddr, refused: bool) -> Option<Request> {
        let mut connections = self.connections();
        let connection = connections.get_mut(&client)?;
        if !refused && connection.mute_until.is_none() {
            let next = connection.waiting.pop_front();
            if next.is_none() {
                connections.remove(&client);
            }
            return next;
        }
        let now = Instant::now();
        let over = std::mem::take(&mut connection.waiting);
        connection.mute_until = Some(now + MUTE);
        connections.retain(|_, one| one.mute_until.is_none_or(|until| until > now));
        drop(connections);
        over.into_iter()
            .for_each(|request| self.say_nothing(request));
        None
    }

    fn connections(&self) -> std::sync::MutexGuard<'_, HashMap<SocketAddr, Connection>> {
        self.connections
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers one request; returns whether it was refused.
    fn answer(self: &Arc<Self>, request: Request, buffer: &mut Vec<u8>) -> bool {
        let stage = &self.stage;
        buffer.clear();
        match read(&request, stage) {
            Ok(asked) if asked.path == EVENTS_PATH && stage.options.reload && !asked.head_only => {
                // The stream outlives this request, and its connection has no next one.
                let shown = stage.shown();
                stage
                    .streams
                    .open(request.into_writer(), shown.site.version());
            }
            Ok(asked) => {
                site::answer(&stage.shown(), &asked, buffer);
                send(request, buffer);
                if buffer.capacity() > BUFFER {
                    *buffer = Vec::new();
                }
            }
            Err(refusal) => {
                self.refuse(request, refusal);
                return true;
            }
        }
        false
    }

    fn refuse(self: &Arc<Self>, mut request: Request, refusal: Refusal) {
        let mut answer = Vec::new();
        site::refuse(
            refusal.status(),
            request.method().as_str() == "HEAD",
            &mut answer,
        );
        if !has_unread_body(&request) {
            send(request, &answer);
            return;
        }
        let house = Arc::clone(self);
        let busy = self.bodies.fetch_add(1, Ordering::AcqRel) + 1;
        let reading = busy <= MOST_BODIES
            && request
                .body_length()
                .is_some_and(|length| length <= READ_TO_END);
        if !reading {
            self.bodies.fetch_sub(1, Ordering::AcqRel);
            // Dropped it would read on for as long as the client likes, into a buffer of the length that the client named.
            std::mem::forget(request);
            return;
        }
        let started = Builder::new()
            .name("body".to_owned())
            .stack_size(STACK)
            .spawn(move || {
                let _ = io::copy(request.as_reader(), &mut io::sink());
                send(request, &answer);
                house.bodies.fetch_sub(1, Ordering::AcqRel);
            });
        if started.is_err() {
            self.bodies.fetch_sub(1, Ordering::AcqRel);
        }
    }

    /// Throws a request away without a word. (Dropped, it would answer with an error of its own.)
    fn say_nothing(&self, request: Request) {
        if has_unread_body(&request) {
            std::mem::forget(request);
        } else {
            drop(request.into_writer());
        }
    }
}

impl Crew {
    /// Starts one more thread.
    fn hire(self: &Arc<Self>) -> io::Result<()> {
        let crew = Arc::clone(self);
        self.all.fetch_add(1, Ordering::AcqRel);
        let started = Builder::new()
            .name("preview".to_owned())
            .stack_size(STACK)
            .spawn(move || crew.work());
        if let Err(error) = started {
            self.all.fetch_sub(1, Ordering::AcqRel);
            return Err(error);
        }
        Ok(())
    }

    fn work(self: &Arc<Self>) {
        let mut buffer = Vec::new();
        loop {
            self.idle.fetch_add(1, Ordering::AcqRel);
            let taken = self.take_one();
            let others = self.idle.fetch_sub(1, Ordering::AcqRel) - 1;
            match taken {
                Taken::Request(client, request) => {
                    if others == 0 && self.all.load(Ordering::Acquire) < MOST_WORKERS {
                        // Not being able to start one more is no reason to stop: this one will be back.
                        let _ = self.hire();
                    }
                    self.serve(client, *request, &mut buffer);
                }
                Taken::Elsewhere => {}
                Taken::Nothing => {
                    buffer = Vec::new();
                    // Somebody has to stay, even if all the others are held by clients that do not read.
                    if others > 0 && self.all.load(Ordering::Acquire) > FEWEST_WORKERS {
                        self.all.fetch_sub(1, Ordering::AcqRel);
                        return;
                    }
                }
            }
        }
    }

    /// Takes the next request from the server and up with its connection, one thread at a time: two requests of one connection
    /// that changed places between the two steps would wait for each other for ever.
    fn take_one(&self) -> Taken {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        match self.server.recv_timeout(IDLE) {
            Ok(Some(request)) => match request.remote_addr().copied() {
                Some(client) => match self.house.take_up(client, request) {
                    Some(request) => Taken::Request(client, Box::new(request)),
                    None => Taken::Elsewhere,
                },
                None => {
                    // A connection without an address has been closed already.
                    self.house.say_nothing(request);
                    Taken::Elsewhere
                }
            },
            // Either nothing came, or nobody accepts any more, which the guard will see to.
            Ok(None) | Err(_) => Taken::Nothing,
        }
    }

    /// Answers a request and all that wait behind it on its connection.
    fn serve(&self, client: SocketAddr, request: Request, buffer: &mut Vec<u8>) {
        let mut next = Some(request);
        while let Some(request) = next {
            let refused = self.house.answer(request, buffer);
            next = self.house.go_on(client, refused);
        }
    }
}

/// What a thread came back with from the server.
enum Taken {
    Request(SocketAddr, Box<Request>),
    /// Given to the thread that is busy with its connection, or thrown away.
    Elsewhere,
    Nothing,
}

fn read(request: &Request, stage: &Stage) -> Result<Asked, Refusal> {
    let headers = request
        .headers()
        .iter()
        .map(|header| (header.field.as_str().as_str(), header.value.as_str()));
    let here = Here {
        port: stage.port,
        loopback: stage.options.host.is_loopback(),
    };
    request::read(request.method().as_str(), request.url(), headers, here)
}

/// Returns whether dropping the request would read from the connection. `Expect` makes `tiny_http` leave even a short body there.
fn has_unread_body(request: &Request) -> bool {
    let expects = || {
        request
            .headers()
            .iter()
            .any(|header| header.field.equiv("Expect"))
    };
    request
        .body_length()
        .is_some_and(|length| length > READ_ALREADY || (length > 0 && expects()))
}

/// Sends an answer in one piece. A client that has gone is no error.
fn send(request: Request, answer: &[u8]) {
    let mut writer = request.into_writer();
    let _ = writer.write_all(answer).and_then(|()| writer.flush());
}
