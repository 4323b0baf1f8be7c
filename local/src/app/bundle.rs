//! The bundle: the app's modules as the JavaScript that the engine loads.
//!
//! Owns: esbuild's options (those of the official bundler), and reading its output and complaints.
//! Leaves to others: loading and running the modules (`engine`).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::entry_points::EntryPoint;
use super::error::AppError;
use super::folder::AppFolder;
use super::tools::ESBUILD;

/// One bundled module.
#[derive(Clone, Debug)]
pub struct Module {
    /// Its JavaScript.
    pub source: String,
    /// Its source map (JSON), where esbuild wrote one.
    pub source_map: Option<String>,
}

/// Bundled modules by name, e.g. `messages.js` and `_deps/ABCD.js`.
#[derive(Clone, Debug, Default)]
pub struct Bundle {
    /// The modules.
    pub modules: BTreeMap<String, Module>,
    /// Where esbuild wrote them: the folder that paths in source maps are relative to.
    pub written_to: PathBuf,
    /// Every file that was read, those of packages included.
    pub inputs: BTreeSet<PathBuf>,
}

/// What esbuild says of a bundle; the paths are relative to where it ran.
#[derive(Deserialize)]
struct Metafile {
    inputs: BTreeMap<String, IgnoredAny>,
}

const METAFILE: &str = "metafile.json";

/// Bundles the function modules but for those of Node.js; shared code goes to `_deps/`.
pub fn bundle_functions(app: &AppFolder, entry_points: &[EntryPoint]) -> Result<Bundle, AppError> {
    let runnable = entry_points.iter().filter(|entry| !entry.is_node);
    let files: Vec<&Path> = runnable.map(|entry| entry.path.as_path()).collect();
    if files.is_empty() {
        return Ok(Bundle::default());
    }
    bundle(app, &files)
}

/// Bundles one file of `convex/` on its own: `schema.ts` as `schema.js`.
pub fn bundle_alone(app: &AppFolder, file: &Path) -> Result<Bundle, AppError> {
    bundle(app, &[file])
}

fn bundle(app: &AppFolder, files: &[&Path]) -> Result<Bundle, AppError> {
    let temporary = tempfile::tempdir().map_err(|error| AppError::io(&std::env::temp_dir(), error))?;
    let out = temporary.path().canonicalize().map_err(|error| AppError::io(temporary.path(), error))?;
    ESBUILD.run(app, &arguments(app, files, &out))?.map_err(|complaint| {
        let files = complaint.lines().filter_map(place).filter_map(|file| existing(app, file)).collect();
        AppError::Bundle { complaint, files }
    })?;
    let inputs = read_inputs(app, &out.join(METAFILE))?;
    let mut bundle = Bundle { modules: BTreeMap::new(), written_to: out.clone(), inputs };
    read_modules(&out, &out, &mut bundle.modules)?;
    Ok(bundle)
}

fn arguments(app: &AppFolder, files: &[&Path], out: &Path) -> Vec<String> {
    let mut arguments: Vec<String> = [
        "--bundle",
        "--format=esm",
        "--platform=browser",
        "--target=esnext",
        "--conditions=convex,module",
        "--splitting",
        "--jsx=automatic",
        "--chunk-names=_deps/[hash]",
        "--tree-shaking=true",
        "--minify-syntax",
        "--minify-identifiers",
        "--keep-names",
        "--sourcemap",
        "--sources-content=false",
        "--define:process.env.NODE_ENV=\"production\"",
        "--color=false",
        "--log-level=warning",
    ]
    .map(str::to_owned)
    .to_vec();
    arguments.push(format!("--outbase={}", app.functions().display()));
    arguments.push(format!("--outdir={}", out.display()));
    arguments.push(format!("--metafile={}", out.join(METAFILE).display()));
    arguments.extend(files.iter().map(|file| file.display().to_string()));
    arguments
}

fn read_inputs(app: &AppFolder, metafile: &Path) -> Result<BTreeSet<PathBuf>, AppError> {
    let text = fs::read_to_string(metafile).map_err(|error| AppError::io(metafile, error))?;
    let metafile: Metafile = serde_json::from_str(&text)
        .map_err(|error| AppError::Tool(format!("esbuild's list of the files it read: {error}")))?;
    Ok(metafile.inputs.keys().filter_map(|name| existing(app, name)).collect())
}

/// The file that esbuild means; some of its names stand for no file.
fn existing(app: &AppFolder, name: &str) -> Option<PathBuf> {
    app.root().join(name).canonicalize().ok().filter(|path| path.is_file())
}

/// The file of a line such as `    ../shared/names.ts:3:17:`.
fn place(line: &str) -> Option<&str> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (rest, column) = line.trim().strip_suffix(':')?.rsplit_once(':')?;
    let (file, row) = rest.rsplit_once(':')?;
    (is_number(column) && is_number(row)).then_some(file)
}

fn read_modules(base: &Path, folder: &Path, modules: &mut BTreeMap<String, Module>) -> Result<(), AppError> {
    for entry in fs::read_dir(folder).map_err(|error| AppError::io(folder, error))? {
        let path = entry.map_err(|error| AppError::io(folder, error))?.path();
        if path.is_dir() {
            read_modules(base, &path, modules)?;
            continue;
        }
        let name = path.strip_prefix(base).ok().and_then(Path::to_str);
        let Some(name) = name.filter(|name| name.ends_with(".js")) else { continue };
        let source = fs::read_to_string(&path).map_err(|error| AppError::io(&path, error))?;
        let source_map = fs::read_to_string(path.with_extension("js.map")).ok();
        let name = name.replace(std::path::MAIN_SEPARATOR, "/");
        modules.insert(name, Module { source, source_map });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complaints_name_their_files() {
        let complaint = "\u{2718} [ERROR] Unexpected \";\"\n\n    ../shared/a b.ts:1:17:\n      1 \u{2502} const a: = ;\n";
        assert_eq!(complaint.lines().filter_map(place).collect::<Vec<_>>(), ["../shared/a b.ts"]);
    }
}
