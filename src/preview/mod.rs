//! Serves a site on this computer, for looking at it before the public does, and rebuilds it when its sources change.
//!
//! The site is an [`OutputTree`] in memory: the same bytes that a build writes. No request ever reaches the file system. The
//! draft bar and the script that reloads the page are added to a response, never to the tree.
//!
//! - [`site`]: a tree made ready to be served, and what an address in it answers.
//! - [`request`]: what a request has to look like; everything else is refused before the site is asked.
//! - [`server`]: threads and connections around `tiny_http`, and the traps of that crate.
//! - [`reload`]: tells open pages that the site has changed.
//! - [`watch`]: notices that a source has changed.
//!
//! How the site is built is the caller's affair: a closure gives a tree or a [`Report`]. When a rebuild fails, every page shows
//! the report, and the last good version stays a link away; when it succeeds again, the pages come back by themselves.

pub mod reload;
pub mod request;
pub mod server;
pub mod site;
pub mod watch;

use crate::diagnostic::Report;
use crate::output::OutputTree;
use reload::Streams;
use site::Site;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// The port that is tried first.
pub const PORT: u16 = 4040;

/// How many ports after the wanted one are tried when it is taken.
const NEXT_PORTS: u16 = 20;

/// How a preview is to run.
#[derive(Debug, Clone)]
pub struct Options {
    /// The address to listen at; anything but loopback lets other computers see the drafts.
    pub host: IpAddr,
    /// The port; 0 takes any free one, and one that is taken gives way to the next free one.
    pub port: u16,
    /// Whether open pages reload when the site changes.
    pub reload: bool,
    /// Whether to look for changes at intervals instead of asking the system to tell: needed on network shares.
    pub poll: bool,
    /// The files and folders the site is made from, existing or not.
    pub sources: Vec<PathBuf>,
    /// The line shown on top of every page, such as "Preview: not published."; empty for none.
    pub bar: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: PORT,
            reload: true,
            poll: false,
            sources: Vec::new(),
            bar: String::new(),
        }
    }
}

/// What is served at the moment.
pub(crate) struct Shown {
    /// The last good site; empty before the first build succeeds.
    pub site: Site,
    /// The page that tells why the newest build failed, when it did.
    pub failure: Option<String>,
}

/// What all threads of a preview share.
pub(crate) struct Stage {
    pub shown: RwLock<Arc<Shown>>,
    pub streams: Streams,
    pub options: Options,
    pub port: u16,
    builds: AtomicU64,
}

impl Stage {
    /// Returns what is to be served now.
    pub fn shown(&self) -> Arc<Shown> {
        // A thread that panicked while holding the lock left a whole value behind: it is only ever replaced.
        Arc::clone(&self.shown.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Shows the outcome of a build, and tells the open pages when it differs from what they show.
    fn show(&self, built: Result<OutputTree, Report>) {
        let before = self.shown();
        let (tree, failure) = match built {
            Ok(tree) => (Some(tree), None),
            Err(report) => (None, Some(site::failure_page(&report))),
        };
        let change = match (&tree, &failure) {
            (Some(tree), _) if before.failure.is_none() => before.site.change_to(tree),
            (_, failure) if *failure == before.failure => None,
            _ => Some(reload::Change::Page),
        };
        let Some(change) = change else { return };
        let version = self.next_version();
        let marks = site::Marks::new(&self.options, &version);
        let site = match tree {
            Some(tree) => Site::new(tree, marks),
            None => before.site.with_marks(marks),
        };
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) =
            Arc::new(Shown { site, failure });
        self.streams.tell(&version, change);
    }

    /// A version is told apart from those of an earlier preview, so that a page left open over a restart reloads.
    fn next_version(&self) -> String {
        let number = self.builds.fetch_add(1, Ordering::Relaxed) + 1;
        format!("{}-{number}", std::process::id())
    }
}

/// A running preview.
pub struct Preview {
    stage: Arc<Stage>,
    address: SocketAddr,
}

impl Preview {
    /// Builds the site once, starts serving it, and rebuilds it whenever a source changes.
    pub fn start<R>(options: Options, mut rebuild: R) -> io::Result<Self>
    where
        R: FnMut() -> Result<OutputTree, Report> + Send + 'static,
    {
        let listener = listen(options.host, options.port)?;
        let address = listener.local_addr()?;
        let stage = Arc::new(Stage {
            shown: RwLock::new(Arc::new(Shown {
                site: Site::default(),
                failure: None,
            })),
            streams: Streams::default(),
            port: address.port(),
            builds: AtomicU64::new(0),
            options,
        });
        // Taken before the build: a file saved while it runs is a change.
        let watch = watch::Watch::new(&stage.options.sources, stage.options.poll);
        stage.show(rebuild());
        server::start(listener, Arc::clone(&stage))?;
        reload::keep_alive(Arc::clone(&stage))?;
        let shower = Arc::clone(&stage);
        std::thread::Builder::new()
            .name("rebuild".to_owned())
            .spawn(move || watch.each_change(|| shower.show(rebuild())))?;
        Ok(Self { stage, address })
    }

    /// Returns the address to open, such as `http://127.0.0.1:4040/`.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Returns whether the newest build failed.
    pub fn has_failed(&self) -> bool {
        self.stage.shown().failure.is_some()
    }

    /// Serves until the program is ended.
    pub fn wait(self) -> ! {
        loop {
            std::thread::park();
        }
    }
}

/// Returns whether somebody else has a port. Windows calls ports that it keeps for its virtual machines forbidden.
fn is_taken(error: &io::Error) -> bool {
    let forbidden = cfg!(windows) && error.kind() == io::ErrorKind::PermissionDenied;
    forbidden || error.kind() == io::ErrorKind::AddrInUse
}

/// Listens at the port, or at the next free one.
fn listen(host: IpAddr, port: u16) -> io::Result<TcpListener> {
    if port == 0 {
        return TcpListener::bind((host, 0));
    }
    let last = port.saturating_add(NEXT_PORTS);
    for port in port..=last {
        match TcpListener::bind((host, port)) {
            Err(error) if is_taken(&error) && port < last => {}
            bound => return bound,
        }
    }
    TcpListener::bind((host, 0))
}
