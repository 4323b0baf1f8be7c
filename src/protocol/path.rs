//! Function paths.
//!
//! Owns: refusing what no server can read. A server answers an unreadable path by closing the socket, which would
//! take every other query and mutation with it, so such a path must not be sent.
//! Leaves to others: whether the function exists (the server says).

use alloc::string::String;

use crate::text::cut;

/// Tells why `path` cannot name a function, if it cannot. `path` is `module/file:function` or `module/file`.
pub fn check_path(path: &str) -> Result<(), String> {
    let (module, function) = cut(path, ':').unwrap_or((path, "default"));
    let module_ok = module.as_bytes().split(|byte| *byte == b'/').all(|part| {
        part.iter().any(u8::is_ascii_alphanumeric)
            && part.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
    });
    let function_ok =
        function.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$'))
            && function.bytes().next().is_some_and(|byte| !byte.is_ascii_digit());
    if module_ok && function_ok {
        return Ok(());
    }
    Err(["Invalid function path `", path, "`: expected `module:function` or `folder/module:function`"]
        .concat())
}

#[cfg(test)]
mod tests {
    use super::check_path;

    #[test]
    fn only_readable_paths_pass() {
        for path in ["users:list", "a/b_c/d-e:fn", "users", "users.js:list", "m:_private$"] {
            assert_eq!(check_path(path), Ok(()), "{path}");
        }
        for path in ["", ":f", "a:", "a b:f", "a//b:f", "a:f g", "a:1f", "../a:f", "é:f"] {
            assert!(check_path(path).is_err_and(|why| why.contains(path)), "{path}");
        }
    }
}
