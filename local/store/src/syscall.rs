//! The `db` syscalls of `convex/server`.
//!
//! Owns: which operations exist and who may call them.
//! Leaves to others: reading arguments (`arguments`), the operations (`reads`, `pages`, `writes`).

mod arguments;
mod pages;
mod reads;
mod writes;

use serde_json::Value as Json;

use crate::error::SyscallError;
use crate::transaction::{Access, Transaction};

impl Transaction {
    /// Runs a `db` syscall, sync or async. `None`: not a `db` operation.
    pub fn syscall(&mut self, access: Access, op: &str, args: &Json) -> Option<Result<Json, SyscallError>> {
        Some(match op {
            "1.0/queryStream" => self.open_query(args),
            "1.0/queryStreamNext" => self.next_of_query(args),
            "1.0/queryCleanup" => self.close_query(args),
            "1.0/queryPage" => self.query_page(args),
            "1.0/get" => self.get(args),
            "1.0/count" => self.count(args),
            "1.0/db/normalizeId" => self.normalize_id(args),
            "1.0/insert" => check_access(access, op).and_then(|()| self.insert(args)),
            "1.0/shallowMerge" => check_access(access, op).and_then(|()| self.patch(args)),
            "1.0/replace" => check_access(access, op).and_then(|()| self.replace(args)),
            "1.0/remove" => check_access(access, op).and_then(|()| self.delete(args)),
            _ => return None,
        })
    }
}

fn check_access(access: Access, op: &str) -> Result<(), SyscallError> {
    match access {
        Access::ReadWrite => Ok(()),
        Access::ReadOnly => {
            Err(SyscallError::new(format!("`{op}` is not allowed in a query: only mutations write")))
        }
    }
}
