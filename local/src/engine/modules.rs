//! The modules a sandbox can import: the bundle's, and our own prelude.
//!
//! Owns: names, sources, and bytecode compiled once per process.
//! Leaves to others: making the bundle (`app`), evaluating modules (`sandbox`).

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rquickjs::loader::{ImportAttributes, Loader, Resolver};
use rquickjs::module::{Declared, WriteOptions};
use rquickjs::{Ctx, Error, Module};

use super::source_maps::SourceMaps;
use crate::app::Bundle;

/// The module every sandbox starts with.
pub const PRELUDE: &str = "lentil:prelude";

const OWN_MODULES: [(&str, &str); 5] = [
    (PRELUDE, include_str!("prelude/prelude.js")),
    ("lentil:console", include_str!("prelude/console.js")),
    ("lentil:deterministic", include_str!("prelude/deterministic.js")),
    ("lentil:web_globals", include_str!("prelude/web_globals.js")),
    ("lentil:action_globals", include_str!("prelude/action_globals.js")),
];

/// Everything that can be imported, shared by all sandboxes of an app.
#[derive(Debug)]
pub struct ModuleSet {
    modules: BTreeMap<String, Compiled>,
    /// For stack frames.
    pub source_maps: SourceMaps,
}

#[derive(Debug)]
struct Compiled {
    source: String,
    bytecode: OnceLock<Vec<u8>>,
}

impl ModuleSet {
    /// Takes over a bundle.
    pub fn new(bundle: Bundle, source_maps: SourceMaps) -> ModuleSet {
        let own = OWN_MODULES.map(|(name, source)| (name.to_owned(), source.to_owned()));
        let app = bundle.modules.into_iter().map(|(name, module)| (name, module.source));
        let modules = own
            .into_iter()
            .chain(app)
            .map(|(name, source)| (name, Compiled { source, bytecode: OnceLock::new() }))
            .collect();
        ModuleSet { modules, source_maps }
    }
}

/// Resolves `./_deps/X.js` as imported by `dir/messages.js`; our own names stand for themselves.
pub struct BundleResolver;

impl Resolver for BundleResolver {
    fn resolve<'js>(
        &mut self,
        _ctx: &Ctx<'js>,
        base: &str,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> rquickjs::Result<String> {
        if !name.starts_with("./") && !name.starts_with("../") {
            return Ok(name.to_owned());
        }
        let mut path: Vec<&str> = base.split('/').collect();
        path.pop();
        for part in name.split('/') {
            match part {
                "." => {}
                ".." => drop(path.pop()),
                part => path.push(part),
            }
        }
        Ok(path.join("/"))
    }
}

/// Hands out modules, from bytecode after the first time.
pub struct BundleLoader(pub Arc<ModuleSet>);

impl Loader for BundleLoader {
    fn load<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> rquickjs::Result<Module<'js, Declared>> {
        let Some(module) = self.0.modules.get(name) else {
            return Err(Error::new_loading(name));
        };
        if let Some(bytecode) = module.bytecode.get() {
            // SAFETY: these bytes were written below, by this process, from the same engine build,
            // and nothing changes them in between.
            #[allow(unsafe_code)]
            return unsafe { Module::load(ctx.clone(), bytecode) };
        }
        let declared = Module::declare(ctx.clone(), name, module.source.as_str())?;
        let options = WriteOptions { strip_source: true, ..WriteOptions::default() };
        let _ = module.bytecode.set(declared.write(options)?);
        Ok(declared)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_imports_resolve_against_the_importing_module() {
        let cases = [
            ("messages.js", "./_deps/A.js", "_deps/A.js"),
            ("dir/sub/messages.js", "../../_deps/A.js", "_deps/A.js"),
            ("_deps/A.js", "./B.js", "_deps/B.js"),
            ("lentil:prelude", "messages.js", "messages.js"),
        ];
        let runtime = rquickjs::Runtime::new().unwrap();
        let context = rquickjs::Context::base(&runtime).unwrap();
        context.with(|ctx| {
            for (base, name, expected) in cases {
                assert_eq!(BundleResolver.resolve(&ctx, base, name, None).unwrap(), expected);
            }
        });
    }
}
