//! Which files of `convex/` are function modules.
//!
//! Owns: the filter of the official bundler, and telling Node modules from others.
//! Leaves to others: reading what the modules export (`engine`).

use std::fs;
use std::path::{Path, PathBuf};

use convex_sync_types::ModulePath;

use super::error::AppError;
use super::folder::AppFolder;

const EXTENSIONS: [&str; 8] = ["js", "mjs", "cjs", "ts", "tsx", "mts", "cts", "jsx"];

/// One function module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryPoint {
    /// The path under `convex/`, with `/`, e.g. `chat/messages.ts`.
    pub relative: String,
    /// The file.
    pub path: PathBuf,
    /// Whether it asks for Node.js by `"use node"`.
    pub is_node: bool,
}

impl EntryPoint {
    /// The name of the bundled module, e.g. `chat/messages.js`.
    pub fn module(&self) -> String {
        format!("{}.js", self.stem())
    }

    /// The path without its extension, e.g. `chat/messages`.
    pub fn stem(&self) -> &str {
        self.relative.rsplit_once('.').map_or(self.relative.as_str(), |(stem, _)| stem)
    }
}

/// All function modules, sorted by path.
pub fn entry_points(app: &AppFolder) -> Result<Vec<EntryPoint>, AppError> {
    let mut found = Vec::new();
    walk(app.functions(), app.functions(), &mut found)?;
    found.sort_by(|a, b| a.relative.cmp(&b.relative));
    Ok(found)
}

fn walk(base: &Path, folder: &Path, found: &mut Vec<EntryPoint>) -> Result<(), AppError> {
    let entries = fs::read_dir(folder).map_err(|error| AppError::io(folder, error))?;
    for entry in entries {
        let path = entry.map_err(|error| AppError::io(folder, error))?.path();
        if path.is_dir() {
            let is_component = path.join("convex.config.ts").exists();
            if !is_component {
                walk(base, &path, found)?;
            }
        } else if let Some(entry_point) = as_entry_point(base, &path)? {
            found.push(entry_point);
        }
    }
    Ok(())
}

fn as_entry_point(base: &Path, path: &Path) -> Result<Option<EntryPoint>, AppError> {
    let Some(relative) = path.strip_prefix(base).ok().and_then(Path::to_str) else {
        return Ok(None); // Not UTF-8: no function path could name it.
    };
    let relative = relative.replace(std::path::MAIN_SEPARATOR, "/");
    if relative.starts_with("_deps/") {
        let why = "_deps/ is reserved for dependencies; move this file elsewhere".to_owned();
        return Err(AppError::Unsupported { module: relative, why });
    }
    if !is_module_path(&relative) {
        return Ok(None);
    }
    let source = fs::read_to_string(path).map_err(|error| AppError::io(path, error))?;
    let is_typescript = relative.ends_with(".ts") || relative.ends_with(".tsx");
    if is_typescript && !has_import_or_export(&source) {
        return Ok(None);
    }
    let is_node = has_use_node_directive(&source);
    let entry_point = EntryPoint { relative, path: path.to_owned(), is_node };
    // Convex refuses such names too, and no client could call what is in there.
    if let Err(error) = entry_point.module().parse::<ModulePath>() {
        let why = format!("this is not a valid path to a Convex module. {error}");
        return Err(AppError::Unsupported { module: entry_point.relative, why });
    }
    Ok(Some(entry_point))
}

fn is_module_path(relative: &str) -> bool {
    let name = relative.rsplit('/').next().unwrap_or(relative);
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension))
        && !relative.starts_with("_generated/")
        && !name.starts_with(['.', '#'])
        && !matches!(name, "schema.ts" | "schema.js")
        && name.matches('.').count() == 1
        && !relative.contains(' ')
}

fn has_import_or_export(source: &str) -> bool {
    source.lines().map(str::trim_start).any(|line| line.starts_with("import") || line.starts_with("export"))
}

/// Directives stand before the first statement; only comments may come earlier.
fn has_use_node_directive(source: &str) -> bool {
    let mut rest = skip_blanks_and_comments(source);
    while let Some(quote) = rest.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        let Some((directive, after)) = rest[1..].split_once(quote) else { return false };
        if directive == "use node" {
            return true;
        }
        rest = skip_blanks_and_comments(after.trim_start().trim_start_matches(';'));
    }
    false
}

fn skip_blanks_and_comments(source: &str) -> &str {
    let mut rest = source.trim_start();
    loop {
        let comment_end = if rest.starts_with("//") {
            rest.find('\n')
        } else if rest.starts_with("/*") {
            rest.find("*/").map(|at| at + 2)
        } else {
            return rest;
        };
        rest = comment_end.map_or("", |end| rest[end..].trim_start());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_function_modules_are_entry_points() {
        let cases = [
            ("messages.ts", true),
            ("dir/messages.tsx", true),
            ("http.js", true),
            ("dir/schema.ts", false),
            ("schema.ts", false),
            ("messages.test.ts", false),
            ("auth.config.ts", false),
            ("_generated/api.js", false),
            (".hidden.ts", false),
            ("#emacs.ts", false),
            ("my notes.ts", false),
            ("README.md", false),
        ];
        for (path, expected) in cases {
            assert_eq!(is_module_path(path), expected, "{path}");
        }
    }

    #[test]
    fn use_node_is_seen_only_as_a_directive() {
        assert!(has_use_node_directive("\"use node\";\nimport x from 'x';"));
        assert!(has_use_node_directive("// why\n/* more */ 'use strict'; 'use node'\n"));
        assert!(!has_use_node_directive("import x from 'x';\n\"use node\";"));
        assert!(!has_use_node_directive("// \"use node\"\nexport const a = 1;"));
    }
}
