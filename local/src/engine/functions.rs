//! The functions of an app, as its modules export them.
//!
//! Owns: function paths, kinds, visibility, and the texts for functions that are not there.
//! Leaves to others: finding them in the bundle (`load`), running them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use convex_sync_types::UdfPath;
use lentil_store::Validator;

use super::failure::Failure;

/// A function's address, e.g. `chat/messages:send`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FunctionPath {
    /// The bundled module, e.g. `chat/messages.js`.
    pub module: String,
    /// The export, e.g. `send`.
    pub function: String,
}

impl FunctionPath {
    /// Reads `dir/file:function` or `dir/file`, with or without `.js`.
    pub fn parse(path: &str) -> Result<FunctionPath, String> {
        let parsed: UdfPath =
            path.parse().map_err(|error| format!("`{path}` is not a function path: {error}"))?;
        Ok(FunctionPath::from(parsed))
    }

    /// As in the lines of the terminal: `M(messages:send)`.
    pub fn shown_as(&self, kind: FunctionKind) -> String {
        let initial = kind.to_string().chars().next().unwrap_or('?');
        format!("{initial}({self})")
    }

    /// As in the real backend's error texts: `messages.js:send`.
    pub fn with_extension(&self) -> String {
        format!("{}:{}", self.module, self.function)
    }
}

impl From<UdfPath> for FunctionPath {
    fn from(path: UdfPath) -> FunctionPath {
        let path = path.canonicalize();
        FunctionPath { module: path.module().as_str().to_owned(), function: path.function_name().to_string() }
    }
}

impl fmt::Display for FunctionPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let module = self.module.strip_suffix(".js").unwrap_or(&self.module);
        write!(formatter, "{module}:{}", self.function)
    }
}

/// What a function is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FunctionKind {
    /// Reads.
    Query,
    /// Reads and writes, all or nothing.
    Mutation,
    /// Reaches the outside.
    Action,
}

impl fmt::Display for FunctionKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            FunctionKind::Query => "Query",
            FunctionKind::Mutation => "Mutation",
            FunctionKind::Action => "Action",
        })
    }
}

/// Who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// A client: internal functions do not exist for it.
    Client,
    /// Whoever holds the admin key.
    Admin,
    /// Another function.
    Function,
}

/// One exported function.
#[derive(Debug)]
pub struct Function {
    /// What it is.
    pub kind: FunctionKind,
    /// Whether clients may call it.
    pub is_public: bool,
    /// What its arguments have to be.
    pub args: Validator,
    /// What its result has to be.
    pub returns: Option<Validator>,
}

/// All functions of an app.
#[derive(Debug, Default)]
pub struct FunctionTable {
    functions: BTreeMap<FunctionPath, Function>,
    /// Modules that ask for Node.js, by their bundled names; what they export is not known.
    of_node: BTreeSet<String>,
}

impl FunctionTable {
    /// Adds a function.
    pub fn insert(&mut self, path: FunctionPath, function: Function) {
        self.functions.insert(path, function);
    }

    /// Adds a module that asks for Node.js: whatever is called in there fails by name.
    pub fn insert_node_module(&mut self, module: String) {
        self.of_node.insert(module);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.functions.len()
    }

    /// What a function is, whoever may call it.
    pub fn kind(&self, path: &FunctionPath) -> Option<FunctionKind> {
        self.functions.get(path).map(|function| function.kind)
    }

    /// The function, if this caller may call it as this kind.
    pub fn find(
        &self,
        path: &FunctionPath,
        kind: FunctionKind,
        caller: Caller,
    ) -> Result<&Function, Failure> {
        if self.of_node.contains(&path.module) {
            let action = "a \"use node\" action, which the local deployment does not run yet";
            return Err(Failure::function(format!("'{path}' is {action}.")));
        }
        let visible = |function: &&Function| caller != Caller::Client || function.is_public;
        let Some(function) = self.functions.get(path).filter(visible) else {
            // Clients cannot tell an internal function from a missing one.
            return Err(Failure::function(match caller {
                Caller::Client => format!("Could not find public function for '{path}'."),
                Caller::Admin => {
                    format!("Could not find function for '{path}'. Did you forget to run `npx convex dev`?")
                }
                Caller::Function => format!("Could not find function for '{path}'."),
            }));
        };
        if function.kind != kind {
            let (shown, actual) = (path.with_extension(), function.kind);
            return Err(Failure::function(format!(
                "Trying to execute {shown} as {kind}, but it is defined as {actual}."
            )));
        }
        Ok(function)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_one_canonical_form() {
        for (text, expected) in [
            ("messages:send", "messages:send"),
            ("messages.js:send", "messages:send"),
            ("dir/messages", "dir/messages:default"),
        ] {
            assert_eq!(FunctionPath::parse(text).unwrap().to_string(), expected);
        }
        assert!(FunctionPath::parse("no spaces:here please").is_err());
    }
}
