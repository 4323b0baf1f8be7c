//! Tests of the whole store through its public interface.

mod pages;
mod persistence;
mod queries;
mod random_model;
mod read_sets;
mod schemas;
mod support;
mod writes;

/// Hosts move stores and transactions between threads and into JavaScript callbacks.
#[test]
fn stores_and_transactions_can_be_moved_anywhere() {
    fn check<T: Send + 'static>() {}
    check::<crate::Store>();
    check::<crate::Transaction>();
    check::<crate::Commit>();
}
