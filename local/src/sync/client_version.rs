//! Which clients may connect. Owns: reading and judging a client's version.

use semver::Version;

const OLDEST: Version = Version::new(0, 19, 1);
const JOINS_CHUNKS: Version = Version::new(1, 28, 0);

/// What a client can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClientVersion {
    /// It puts large transitions together again; npm's alone does.
    pub joins_chunks: bool,
}

/// Why a client is turned away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsupportedVersion {
    /// The error code.
    pub code: &'static str,
    /// The text.
    pub message: String,
}

/// Checks `Convex-Client: <name>-<semver>`, or else the version in the path, which is npm's.
pub fn check_client_version(
    header: Option<&str>,
    path_version: Option<&str>,
) -> Result<ClientVersion, UnsupportedVersion> {
    let (name, version) = match (header, path_version) {
        (Some(header), _) => split_header(header)?,
        (None, Some(version)) => ("npm", version),
        (None, None) => return Ok(ClientVersion::default()),
    };
    let version = Version::parse(version).map_err(|error| UnsupportedVersion {
        code: "InvalidClientVersion",
        message: format!("Failed to parse client version `{version}`: {error}"),
    })?;
    if name == "npm" && version < OLDEST {
        return Err(UnsupportedVersion {
            code: "ClientVersionUnsupported",
            message: format!(
                "The Convex npm package at version {version} is no longer supported. Please update to {OLDEST} or newer."
            ),
        });
    }
    Ok(ClientVersion { joins_chunks: name == "npm" && version >= JOINS_CHUNKS })
}

/// The name may hold dashes itself (`npm-cli-1.0.0`), and the version may (`npm-1.0.0-alpha.1`).
fn split_header(header: &str) -> Result<(&str, &str), UnsupportedVersion> {
    header
        .match_indices('-')
        .map(|(at, _)| (&header[..at], &header[at + 1..]))
        .find(|(_, version)| version.starts_with(|first: char| first.is_ascii_digit()))
        .ok_or_else(|| UnsupportedVersion {
            code: "InvalidClientVersion",
            message: format!("The header Convex-Client: {header} names no version"),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_and_unreadable_versions_are_turned_away() {
        let code = |header, path| check_client_version(header, path).err().map(|error| error.code);
        assert_eq!(code(None, Some("1.48.0")), None);
        assert_eq!(code(None, None), None);
        assert_eq!(code(None, Some("0.19.1")), None);
        assert_eq!(code(None, Some("0.19.0")), Some("ClientVersionUnsupported"));
        assert_eq!(code(None, Some("latest")), Some("InvalidClientVersion"));
        assert_eq!(code(Some("npm-0.1.0"), Some("1.48.0")), Some("ClientVersionUnsupported"));
        assert_eq!(code(Some("npm-cli-0.1.0"), None), None);
        assert_eq!(code(Some("rust-0.1.0"), Some("1.48.0")), None);
        assert_eq!(code(Some("npm-1.0.0-alpha.1"), None), None);
        assert_eq!(code(Some("npm"), None), Some("InvalidClientVersion"));
    }

    #[test]
    fn only_npm_clients_that_are_new_enough_get_chunks() {
        let joins = |header, path| check_client_version(header, path).unwrap().joins_chunks;
        assert!(joins(None, Some("1.28.0")) && joins(Some("npm-1.48.0"), None));
        assert!(!joins(None, Some("1.27.9")) && !joins(None, None));
        assert!(!joins(Some("rust-1.48.0"), None) && !joins(Some("npm-cli-1.48.0"), None));
    }
}
