//! The command line. Owns: arguments and the variables that functions see.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;

use crate::app::{AppError, AppFolder};

/// Runs the Convex functions of an app on this machine: no account, no network.
///
/// Functions see the environment variables of FOLDER/.env.local (all but those that start with
/// VITE_, NEXT_PUBLIC_ or CONVEX_, which belong to the app's own tools) and those given by --env,
/// which win.
#[derive(Debug, Parser)]
#[command(name = "lentil-local", version)]
pub struct Arguments {
    /// The app: a folder that holds `convex/`.
    pub folder: PathBuf,
    /// The port on 127.0.0.1; 0 takes any free one.
    #[arg(long, default_value_t = 3210)]
    pub port: u16,
    /// Keep the data in memory: it is gone at the end.
    #[arg(long, conflicts_with = "data")]
    pub memory: bool,
    /// The folder for the data [default: FOLDER/.lentil].
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Set an environment variable of the functions; repeatable.
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_variable)]
    pub env: Vec<(String, String)>,
}

fn parse_variable(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err(format!("`{text}` is not NAME=VALUE")),
    }
}

/// The variables of `.env.local`, then those of the command line.
pub fn environment(
    app: &AppFolder,
    given: &[(String, String)],
) -> Result<BTreeMap<String, String>, AppError> {
    let mut variables = read_env_file(&app.root().join(".env.local"))?;
    variables.extend(given.iter().cloned());
    Ok(variables)
}

fn read_env_file(path: &Path) -> Result<BTreeMap<String, String>, AppError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(parse_env_file(&text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(AppError::io(path, error)),
    }
}

/// `NAME=value` lines, as dotenv reads them: comments, `export`, quotes.
fn parse_env_file(text: &str) -> BTreeMap<String, String> {
    let is_for_functions =
        |name: &str| !["VITE_", "NEXT_PUBLIC_", "CONVEX_"].iter().any(|prefix| name.starts_with(prefix));
    text.lines()
        .map(str::trim)
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.strip_prefix("export ").unwrap_or(line).split_once('='))
        .map(|(name, value)| (name.trim().to_owned(), unquote(value.trim())))
        .filter(|(name, _)| !name.is_empty() && is_for_functions(name))
        .collect()
}

fn unquote(value: &str) -> String {
    for quote in ['"', '\'', '`'] {
        let quoted = value.strip_prefix(quote).and_then(|rest| rest.split_once(quote));
        if let Some((inner, _)) = quoted {
            return if quote == '"' { inner.replace("\\n", "\n") } else { inner.to_owned() };
        }
    }
    value.split_once(" #").map_or(value, |(value, _)| value.trim_end()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn env_files_are_read_as_dotenv_does() {
        let text = "# comment\nPLAIN=a b\nexport SHELL_STYLE=1\nQUOTED=\"x # y\\nz\" # why\n\
                    TRAILING=v # why\nEMPTY=\nVITE_KEY=no\nNEXT_PUBLIC_KEY=no\nCONVEX_URL=no\nnonsense\n";
        let expected = [
            ("EMPTY", ""),
            ("PLAIN", "a b"),
            ("QUOTED", "x # y\nz"),
            ("SHELL_STYLE", "1"),
            ("TRAILING", "v"),
        ];
        let read = parse_env_file(text);
        let read: Vec<_> = read.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(read, expected);
    }
}
