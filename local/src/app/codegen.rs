//! `convex/_generated`: the typed files that app code imports.
//!
//! Owns: knowing when they are out of date. Leaves to the app's own `convex` package: writing them,
//! so that their content is always the official one of that version.

use std::collections::BTreeSet;
use std::fs;

use super::entry_points::EntryPoint;
use super::error::AppError;
use super::folder::AppFolder;
use super::tools::CONVEX;

const FILES: [&str; 5] = ["api.d.ts", "api.js", "dataModel.d.ts", "server.d.ts", "server.js"];

/// Whether the generated files had to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GeneratedCode {
    /// They already fit the modules; nothing was touched.
    UpToDate,
    /// They were written anew.
    Written,
}

/// Writes `convex/_generated` unless it already fits the app's modules.
pub fn refresh_generated_code(
    app: &AppFolder,
    entry_points: &[EntryPoint],
) -> Result<GeneratedCode, AppError> {
    if is_up_to_date(app, entry_points) {
        return Ok(GeneratedCode::UpToDate);
    }
    let arguments = ["codegen", "--system-udfs", "--typecheck", "disable"].map(str::to_owned);
    CONVEX.run(app, &arguments)?.map_err(AppError::Codegen)?;
    Ok(GeneratedCode::Written)
}

/// The content depends on the module paths and on whether there is a schema, on nothing else.
fn is_up_to_date(app: &AppFolder, entry_points: &[EntryPoint]) -> bool {
    let folder = app.functions().join("_generated");
    let read = |name: &str| fs::read_to_string(folder.join(name)).ok();
    if !FILES.iter().all(|name| folder.join(name).is_file()) {
        return false;
    }
    let (Some(api), Some(data_model)) = (read("api.d.ts"), read("dataModel.d.ts")) else {
        return false;
    };
    let expected: BTreeSet<&str> = entry_points.iter().map(EntryPoint::stem).collect();
    let uses_schema = data_model.contains("from \"../schema.js\"");
    imported_modules(&api) == expected && uses_schema == app.schema_file().is_some()
}

/// The modules that `api.d.ts` imports, without extension.
fn imported_modules(api: &str) -> BTreeSet<&str> {
    api.lines()
        .filter(|line| line.starts_with("import type * as "))
        .filter_map(|line| line.split_once("from \"../")?.1.strip_suffix(".js\";"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imported_modules_are_read_from_the_generated_api() {
        let api = "import type { ApiFromModules } from \"convex/server\";\n\
                   import type * as chat_messages from \"../chat/messages.js\";\n\
                   import type * as users from \"../users.js\";\n";
        assert_eq!(imported_modules(api), BTreeSet::from(["chat/messages", "users"]));
    }
}
