//! Stack traces in terms of the app's own files.
//!
//! Owns: mapping frames through esbuild's source maps, and dropping frames that are not the app's.
//! Leaves to others: where a stack trace is shown (`failure`).

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

use sourcemap::SourceMap;

use crate::app::Bundle;

/// The source maps of a bundle, parsed when first needed.
#[derive(Debug, Default)]
pub struct SourceMaps {
    maps: BTreeMap<String, LazyMap>,
    written_to: PathBuf,
    root: PathBuf,
}

#[derive(Debug)]
struct LazyMap {
    text: String,
    parsed: OnceLock<Option<SourceMap>>,
}

impl SourceMaps {
    /// Copies the maps out of a bundle; `root` is the app's folder.
    pub fn of(bundle: &Bundle, root: &Path) -> SourceMaps {
        let lazy = |text: &String| LazyMap { text: text.clone(), parsed: OnceLock::new() };
        let maps = bundle
            .modules
            .iter()
            .filter_map(|(name, module)| Some((name.clone(), lazy(module.source_map.as_ref()?))))
            .collect();
        SourceMaps { maps, written_to: bundle.written_to.clone(), root: root.to_owned() }
    }

    /// The frames of an engine's stack trace as `    at f (../convex/users.ts:29:13)` lines, each
    /// ended by a newline. Frames of libraries and of the engine are left out.
    pub fn frames(&self, stack: &str) -> String {
        let mut frames = String::new();
        for line in stack.lines() {
            if let Some((function, place)) = self.frame(line) {
                // Writing to a String cannot fail.
                let _ = match function {
                    "" | "<anonymous>" => writeln!(frames, "    at {place}"),
                    function => writeln!(frames, "    at {function} ({place})"),
                };
            }
        }
        frames
    }

    /// A frame reads `    at name (module.js:29:13)`.
    fn frame<'a>(&self, line: &'a str) -> Option<(&'a str, String)> {
        let frame = line.trim().strip_prefix("at ")?;
        let (function, place) = match frame.rsplit_once(" (") {
            Some((function, place)) => (function, place.strip_suffix(')')?),
            None => ("", frame),
        };
        let (rest, column) = place.rsplit_once(':')?;
        let (module, line) = rest.rsplit_once(':')?;
        let map = self.maps.get(module)?;
        let map = map.parsed.get_or_init(|| SourceMap::from_slice(map.text.as_bytes()).ok());
        let (line, column): (u32, u32) = (line.parse().ok()?, column.parse().ok()?);
        let token = map.as_ref()?.lookup_token(line.checked_sub(1)?, column.checked_sub(1)?)?;
        let file = self.shown_path(module, token.get_source()?)?;
        Some((function, format!("{file}:{}:{}", token.get_src_line() + 1, token.get_src_col() + 1)))
    }

    /// `../convex/users.ts`, or nothing for files of libraries.
    fn shown_path(&self, module: &str, source: &str) -> Option<String> {
        let folder = self.written_to.join(module).parent()?.to_owned();
        let path = normalize(&folder.join(source));
        let path = path.strip_prefix(&self.root).ok()?;
        let is_library = path.components().any(|part| part.as_os_str() == "node_modules");
        (!is_library).then(|| format!("../{}", path.display()))
    }
}

/// Resolves `..` without asking the file system.
fn normalize(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(normal.pop()),
            Component::CurDir => {}
            part => normal.push(part),
        }
    }
    normal
}
