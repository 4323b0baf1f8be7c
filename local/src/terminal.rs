//! What the deployment prints. Owns: that a terminal which is gone harms nothing.
//! Leaves to others: the words.

use std::fmt::Display;
use std::io::{self, Write};

/// Prints a line. (`println!` panics where nobody reads any more.)
pub fn say(line: impl Display) {
    let _ = writeln!(io::stdout().lock(), "{line}");
}

/// Prints a line about something that went wrong.
pub fn complain(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
