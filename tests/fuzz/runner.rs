//! Runs a reader over damaged inputs, watches over it, and keeps what made it fail.

use crate::damage::{Damage, Random};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long one input may take, in a program that is not optimised, on a busy computer.
const PATIENCE: Duration = Duration::from_secs(20);

/// The input that is being read, and since when.
type Now = Arc<Mutex<(Instant, Vec<u8>)>>;

/// Gives a reader one damaged input after the other.
pub fn fuzz(name: &str, corpus: &[Vec<u8>], damage: impl Damage, read: impl Fn(&[u8])) {
    assert!(!corpus.is_empty(), "nothing to damage for {name}");
    let mut random = Random::new(setting("CANDOUR_FUZZ_SEED").unwrap_or(1), name);
    let limit = Duration::from_secs(setting("CANDOUR_FUZZ_SECONDS").unwrap_or(1));
    let now: Now = Arc::new(Mutex::new((Instant::now(), Vec::new())));
    let watch = Watch::start(name, &now);
    let started = Instant::now();
    let mut rounds = 0_usize;
    while started.elapsed() < limit {
        let mut input = random.one(corpus).clone();
        for _ in 0..1 + random.below(6) {
            damage.damage(&mut input, corpus, &mut random);
        }
        *now.lock().unwrap() = (Instant::now(), input.clone());
        if catch_unwind(AssertUnwindSafe(|| read(&input))).is_err() {
            drop(watch);
            let input = cut_down(input, &read);
            let place = kept(name, &input);
            panic!(
                "{name} fails on {} (round {rounds}): {:?}",
                place.display(),
                String::from_utf8_lossy(&input[..input.len().min(400)])
            );
        }
        rounds += 1;
    }
    println!("{name}: {rounds} inputs in {} s", limit.as_secs());
}

fn setting(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is no number: {text}")),
    )
}

/// Takes pieces out of an input as long as the reader still fails.
fn cut_down(mut input: Vec<u8>, read: &impl Fn(&[u8])) -> Vec<u8> {
    let until = Instant::now() + Duration::from_secs(20);
    let mut size = input.len() / 2;
    while size > 0 && Instant::now() < until {
        let mut at = 0;
        while at < input.len() && Instant::now() < until {
            let mut shorter = input.clone();
            shorter.drain(at..(at + size).min(input.len()));
            if catch_unwind(AssertUnwindSafe(|| read(&shorter))).is_err() {
                input = shorter;
            } else {
                at += size;
            }
        }
        size /= 2;
    }
    input
}

fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
    let _ = std::fs::create_dir_all(&folder);
    folder
}

/// Returns a file of this reader's own.
pub fn file(name: &str) -> PathBuf {
    folder().join(name)
}

fn kept(name: &str, input: &[u8]) -> PathBuf {
    let place = folder().join(format!("{name}.failed"));
    std::fs::write(&place, input).unwrap();
    place
}

/// Ends the tests when one input takes too long: a thread that hangs cannot be stopped.
struct Watch(Arc<AtomicBool>);

impl Watch {
    fn start(name: &str, now: &Now) -> Watch {
        let (name, now) = (name.to_owned(), now.clone());
        let over = Arc::new(AtomicBool::new(false));
        let seen = over.clone();
        std::thread::spawn(move || {
            while !seen.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(200));
                let (since, input) = &*now.lock().unwrap();
                if since.elapsed() > PATIENCE && !seen.load(Ordering::Relaxed) {
                    let place = kept(&name, input);
                    eprintln!("{name} hangs on {}", place.display());
                    std::process::abort();
                }
            }
        });
        Watch(over)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
