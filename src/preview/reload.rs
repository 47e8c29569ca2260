//! Tells open pages that the site has changed, by server-sent events.

use super::Stage;
use super::site::stream_head;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Where the events are.
pub const EVENTS_PATH: &str = ".candour/events";

/// Where the script is that listens to them: a file of the site's own origin, as the content security policy asks.
pub const SCRIPT_PATH: &str = ".candour/reload.js";

/// The most streams open at once. Each page that is being looked at has one.
const MOST_STREAMS: usize = 32;

/// How often a silent stream is tried, which is the only way to learn that its page is gone.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// The script of every page. It listens only while the page is being looked at: a browser opens six connections to one place at
/// most, and six forgotten tabs would otherwise keep a seventh from loading.
pub const SCRIPT: &str = r#"(function () {
  'use strict';
  var version = document.currentScript.getAttribute('data-version');
  var stream = null;
  function restyle(to) {
    document.querySelectorAll('link[rel="stylesheet"]').forEach(function (link) {
      var next = link.cloneNode();
      next.href = link.href.split('?')[0] + '?' + to;
      next.onload = next.onerror = function () { link.remove(); };
      link.after(next);
    });
  }
  function follows(to) {
    return Number(to.split('-')[1]) === Number(version.split('-')[1]) + 1;
  }
  function close() {
    if (stream) { stream.close(); stream = null; }
  }
  function open() {
    if (stream || document.hidden) { return; }
    stream = new EventSource('/.candour/events');
    stream.addEventListener('site', function (event) {
      var said = event.data.split(' ');
      if (said[0] === version) { return; }
      if (said[1] === 'style' && follows(said[0])) { version = said[0]; restyle(version); return; }
      close();
      location.reload();
    });
    stream.addEventListener('full', close);
  }
  document.addEventListener('visibilitychange', function () {
    if (document.hidden) { close(); } else { open(); }
  });
  addEventListener('pagehide', close);
  addEventListener('pageshow', open);
  open();
})();
"#;

/// What of the site has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Pages or other files: they are loaded again.
    Page,
    /// Style sheets alone: they are exchanged in place.
    Style,
}

type Writer = Box<dyn Write + Send>;

/// The open streams.
#[derive(Default)]
pub struct Streams {
    open: Mutex<Vec<Writer>>,
}

impl Streams {
    /// Opens a stream, and says at once which version is shown, so that a page that missed a change catches up.
    pub(crate) fn open(&self, mut writer: Writer, version: &str) {
        let hello = format!(
            "{}retry: 500\n{}",
            stream_head(),
            event(version, Change::Page)
        );
        if send(&mut writer, &hello).is_err() {
            return;
        }
        let mut open = self.lock();
        while open.len() >= MOST_STREAMS {
            // The oldest is the likeliest to belong to a page that is gone; one that is not is told to give up.
            let _ = send(&mut open.remove(0), "event: full\ndata: full\n\n");
        }
        open.push(writer);
    }

    /// Tells every open page which version is shown now.
    pub(crate) fn tell(&self, version: &str, change: Change) {
        self.send_all(&event(version, change));
    }

    fn send_all(&self, text: &str) {
        self.lock().retain_mut(|writer| send(writer, text).is_ok());
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Writer>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn event(version: &str, change: Change) -> String {
    let what = match change {
        Change::Page => "page",
        Change::Style => "style",
    };
    format!("event: site\ndata: {version} {what}\n\n")
}

/// Without the flush an event waits in a buffer until the next ones have filled it.
fn send(writer: &mut Writer, text: &str) -> io::Result<()> {
    writer.write_all(text.as_bytes())?;
    writer.flush()
}

/// Tries the silent streams from time to time, so that those of closed pages are let go.
pub(crate) fn keep_alive(stage: Arc<Stage>) -> io::Result<()> {
    std::thread::Builder::new()
        .name("heartbeat".to_owned())
        .stack_size(super::server::STACK)
        .spawn(move || {
            loop {
                std::thread::sleep(HEARTBEAT);
                stage.streams.send_all(": still here\n\n");
            }
        })?;
    Ok(())
}
