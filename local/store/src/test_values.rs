//! What all property tests share: arbitrary values, and a fixed seed.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::value::Value;

/// The same cases in every run; a failure prints its smallest case.
pub(crate) fn seeded(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(41),
        ..ProptestConfig::default()
    }
}

/// Values of every kind, with the special ones over-represented.
pub(crate) fn any_value() -> impl Strategy<Value = Value> {
    any_scalar().prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            proptest::collection::btree_map("[ -#%-~][ -~]{0,6}", inner, 0..5)
                .prop_map(|fields: BTreeMap<String, Value>| Value::Object(fields)),
        ]
    })
}

fn any_scalar() -> impl Strategy<Value = Value> {
    let special_floats =
        prop::sample::select(vec![0.0, -0.0, 1.0, -1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e21]);
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Boolean),
        any::<i64>().prop_map(Value::Int64),
        (-300_i64..300).prop_map(Value::Int64),
        any::<u64>().prop_map(|bits| Value::Float64(f64::from_bits(bits))),
        special_floats.prop_map(Value::Float64),
        any::<String>().prop_map(Value::String),
        "[a\u{0}]{0,3}".prop_map(Value::String),
        proptest::collection::vec(prop::sample::select(vec![0_u8, 1, 254, 255]), 0..4).prop_map(Value::Bytes),
    ]
}
