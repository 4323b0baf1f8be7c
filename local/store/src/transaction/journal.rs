//! Where the page of a function ended.
//!
//! Owns: that a function has at most one page, and that a run told where its page has to end ends it
//! there: so the pages of a list neither overlap nor leave a gap while its rows come and go.
//! Leaves to others: cursors themselves (`query::cursor`), keeping journals between runs.

use crate::error::SyscallError;
use crate::transaction::Transaction;

/// The journal of one function.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageJournal {
    /// The end of the page of an earlier run.
    given: Option<String>,
    /// The end of this run's page, once there is one.
    end: Option<String>,
}

impl PageJournal {
    /// That an earlier run of the same function left; `None` for the first one.
    pub fn of(earlier: Option<String>) -> PageJournal {
        PageJournal { given: earlier, end: None }
    }

    pub(crate) fn given_end(&self) -> Option<&str> {
        self.given.as_deref()
    }

    /// The given end is of no use: other code wrote it.
    pub(crate) fn forget_given(&mut self) {
        self.given = None;
    }

    pub(crate) fn check_first_page(&self) -> Result<(), SyscallError> {
        match self.end {
            None => Ok(()),
            Some(_) => Err(SyscallError::new(
                "This query or mutation function ran multiple paginated queries. Convex only supports a single paginated query in each function.",
            )),
        }
    }

    pub(crate) fn end_at(&mut self, cursor: &str) {
        self.end = Some(cursor.to_owned());
    }
}

impl Transaction {
    /// Another function begins: gives the journal of the one before, to be put back at its end.
    pub fn swap_journal(&mut self, journal: PageJournal) -> PageJournal {
        std::mem::replace(&mut self.journal, journal)
    }

    /// What a later run of the same function has to be given. One that failed before its page keeps
    /// what it was given itself, or the page would end elsewhere once it works again.
    pub fn journal(&self) -> Option<&str> {
        self.journal.end.as_deref().or(self.journal.given_end())
    }
}
