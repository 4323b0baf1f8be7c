//! What the deployment prints. Owns: that a terminal which is gone harms nothing.
//! and that nothing from outside steers it. Leaves to others: the words.

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

/// Prints what a function, e.g. `M(notes:add)`, has to say.
pub fn say_of(function: &str, text: &str) {
    say(format_args!("[CONVEX {}] {}", printable(function), printable(text)));
}

/// What a function says may come from anywhere: it must not steer the terminal.
fn printable(line: &str) -> String {
    let mut shown = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '\n' | '\t' => shown.push(c),
            c if c.is_control() => shown.extend(c.escape_default()),
            c => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_cannot_steer_the_terminal() {
        assert_eq!(printable("a\n\tb \u{1b}[2J\r\u{9b}é🙂"), "a\n\tb \\u{1b}[2J\\r\\u{9b}é🙂");
    }
}
