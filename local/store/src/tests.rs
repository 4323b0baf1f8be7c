//! Tests of the whole store through its public interface.

mod persistence;
mod queries;
mod random_model;
mod read_sets;
mod schemas;
mod support;
mod writes;
