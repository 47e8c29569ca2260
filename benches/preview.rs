//! Serves a folder as the preview does, to be measured from outside beside other servers:
//!
//! ```text
//! cargo bench --bench preview -- DIR PORT      then, for 5 seconds:  wrk -t1 -c16 -d5s http://127.0.0.1:PORT/
//! ```

use candour::output::OutputTree;
use candour::preview::{Options, Preview};
use std::path::Path;

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench");
    let (Some(folder), Some(port)) = (arguments.next(), arguments.next()) else {
        // `cargo test --benches` runs this too: without a folder there is nothing to serve.
        println!("usage: cargo bench --bench preview -- DIR PORT");
        return;
    };
    let mut tree = OutputTree::default();
    for entry in walkdir::WalkDir::new(&folder)
        .into_iter()
        .filter_map(Result::ok)
    {
        if entry.file_type().is_file() {
            let path = entry
                .path()
                .strip_prefix(Path::new(&folder))
                .expect("below the folder");
            let path = path.to_string_lossy().replace('\\', "/");
            tree.insert(path, std::fs::read(entry.path()).expect("a readable file"));
        }
    }
    let options = Options {
        port: port.parse().expect("a port number"),
        reload: false,
        ..Options::default()
    };
    let preview = Preview::start(options, move || Ok(tree.clone())).expect("a free port");
    println!("{}", preview.url());
    preview.wait();
}
