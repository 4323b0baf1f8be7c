//! What a run leaves behind besides its result.
//!
//! Owns: log lines with their limits, showing them in the terminal under the function's name, and
//! whether the result depends on the moment of the run or on who asks.
//! Leaves to others: values as text (`prelude/console.js`), sending the lines to clients.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::functions::{FunctionKind, FunctionPath};
use super::limits::{LOG_LINE_BYTES, LOG_LINES};
use crate::terminal;

/// The trace of one run. Clones add to the same one.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    lines: Rc<RefCell<Vec<String>>>,
    is_momentary: Rc<Cell<bool>>,
    is_personal: Rc<Cell<bool>>,
    /// Who adds, e.g. `Q(messages:list)`; none for code that is only looked at.
    function: Option<Rc<str>>,
}

impl Trace {
    /// The same trace, for what this function adds.
    pub fn of(&self, kind: FunctionKind, path: &FunctionPath) -> Trace {
        Trace { function: Some(path.shown_as(kind).into()), ..self.clone() }
    }

    /// Takes a line of `console`.
    pub fn log(&self, level: &str, text: &str) {
        let mut lines = self.lines.borrow_mut();
        if lines.len() >= LOG_LINES {
            return;
        }
        let mut line = format!("[{level}] {text}");
        line.truncate(line.floor_char_boundary(LOG_LINE_BYTES));
        if let Some(function) = &self.function {
            terminal::say_of(function, &line);
        }
        lines.push(line);
    }

    /// The function asked for the time or for chance.
    pub fn note_moment(&self) {
        self.is_momentary.set(true);
    }

    /// Whether another moment could have given another result.
    pub fn is_momentary(&self) -> bool {
        self.is_momentary.get()
    }

    /// The function asked who asks.
    pub fn note_viewer(&self) {
        self.is_personal.set(true);
    }

    /// Whether another viewer could have got another result.
    pub fn is_personal(&self) -> bool {
        self.is_personal.get()
    }

    /// The lines so far.
    pub fn take_lines(&self) -> Vec<String> {
        self.lines.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_limited_in_number_and_length() {
        let trace = Trace::default();
        trace.log("LOG", &"é".repeat(LOG_LINE_BYTES));
        (0..2 * LOG_LINES).for_each(|_| trace.clone().log("LOG", "again"));
        let lines = trace.take_lines();
        assert_eq!(lines.len(), LOG_LINES);
        assert!((LOG_LINE_BYTES - 3..=LOG_LINE_BYTES).contains(&lines[0].len()));
    }
}
