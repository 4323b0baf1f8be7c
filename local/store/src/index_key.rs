//! Bytes that sort as values do: the keys of index rows.
//!
//! Owns: the encoding of values and of missing fields, and the ends of key ranges.
//! Leaves to others: which fields an index has (`catalog`). The bytes never leave the store.

use crate::value::Value;

mod tag {
    pub(super) const UNDEFINED: u8 = 0x01;
    pub(super) const NULL: u8 = 0x03;
    /// Zero; `INT_ZERO - n` and `INT_ZERO + n` are n-step wider negative and positive integers.
    pub(super) const INT_ZERO: u8 = 0x08;
    pub(super) const FLOAT: u8 = 0x0d;
    pub(super) const FALSE: u8 = 0x0e;
    pub(super) const TRUE: u8 = 0x0f;
    pub(super) const STRING: u8 = 0x10;
    pub(super) const BYTES: u8 = 0x11;
    pub(super) const ARRAY: u8 = 0x12;
    pub(super) const OBJECT: u8 = 0x15;
    /// Ends strings, bytes, arrays and objects; lower than every tag.
    pub(super) const END: u8 = 0x00;
    /// After a zero byte inside data: not an end.
    pub(super) const ESCAPE: u8 = 0xff;
}

/// Appends the key of a value; `None` is a missing field and sorts first.
pub(crate) fn write_key(value: Option<&Value>, out: &mut Vec<u8>) {
    match value {
        None => out.push(tag::UNDEFINED),
        Some(value) => write_value(value, out),
    }
}

/// The exclusive end of all keys made of `prefix` and further values. (Incrementing the prefix
/// would be too far: `"a"` and `"a\0"` share their first bytes.) No tag is as high as this byte.
pub(crate) fn after_prefix(prefix: &[u8]) -> Vec<u8> {
    with_byte(prefix, 0xff)
}

/// The very next key: the exclusive end of a range that includes `key`.
pub(crate) fn successor(key: &[u8]) -> Vec<u8> {
    with_byte(key, 0)
}

fn with_byte(key: &[u8], byte: u8) -> Vec<u8> {
    let mut longer = Vec::with_capacity(key.len() + 1);
    longer.extend_from_slice(key);
    longer.push(byte);
    longer
}

fn write_value(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.push(tag::NULL),
        Value::Int64(n) => write_int(*n, out),
        Value::Float64(n) => write_float(*n, out),
        Value::Boolean(false) => out.push(tag::FALSE),
        Value::Boolean(true) => out.push(tag::TRUE),
        Value::String(text) => {
            out.push(tag::STRING);
            write_escaped(text.as_bytes(), out);
        }
        Value::Bytes(bytes) => {
            out.push(tag::BYTES);
            write_escaped(bytes, out);
        }
        Value::Array(items) => {
            out.push(tag::ARRAY);
            items.iter().for_each(|item| write_value(item, out));
            out.push(tag::END);
        }
        Value::Object(fields) => {
            out.push(tag::OBJECT);
            for (name, field) in fields {
                write_field_name(name, out);
                write_value(field, out);
            }
            out.push(tag::END);
        }
    }
}

/// The narrowest of 1, 2, 4, 8 bytes, so that small numbers (the usual ones) make short keys;
/// a wider negative sorts before, a wider positive after, by the tag alone.
fn write_int(n: i64, out: &mut Vec<u8>) {
    if n == 0 {
        return out.push(tag::INT_ZERO);
    }
    let (step, width) = match n {
        _ if i8::try_from(n).is_ok() => (1, 1),
        _ if i16::try_from(n).is_ok() => (2, 2),
        _ if i32::try_from(n).is_ok() => (3, 4),
        _ => (4, 8),
    };
    out.push(if n < 0 { tag::INT_ZERO - step } else { tag::INT_ZERO + step });
    out.extend_from_slice(&n.to_be_bytes()[8 - width..]);
}

fn write_float(n: f64, out: &mut Vec<u8>) {
    let bits = n.to_bits();
    let sortable = if n.is_sign_negative() { !bits } else { bits | (1 << 63) };
    out.push(tag::FLOAT);
    out.extend_from_slice(&sortable.to_be_bytes());
}

fn write_escaped(bytes: &[u8], out: &mut Vec<u8>) {
    for &byte in bytes {
        out.push(byte);
        if byte == 0 {
            out.push(tag::ESCAPE);
        }
    }
    out.push(tag::END);
}

/// An empty name would begin with the byte that ends the object.
fn write_field_name(name: &str, out: &mut Vec<u8>) {
    if name.is_empty() {
        return out.extend_from_slice(&[0, tag::ESCAPE]);
    }
    write_escaped(name.as_bytes(), out);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{after_prefix, successor, write_key};
    use crate::test_values::{any_value, seeded};
    use crate::value::Value;

    fn key(value: Option<&Value>) -> Vec<u8> {
        let mut bytes = Vec::new();
        write_key(value, &mut bytes);
        bytes
    }

    fn keys(values: &[Value]) -> Vec<u8> {
        values.iter().flat_map(|value| key(Some(value))).collect()
    }

    #[test]
    fn a_prefix_range_leaves_out_what_only_begins_alike() {
        for (short, long) in [
            (Value::from("a"), Value::from("a\0")),
            (Value::Bytes(vec![1]), Value::Bytes(vec![1, 0])),
            (Value::Object([].into()), Value::Object([(String::new(), Value::Null)].into())),
        ] {
            assert!(key(Some(&long)) >= after_prefix(&key(Some(&short))), "{short} {long}");
        }
    }

    #[test]
    fn nothing_lies_between_a_key_and_its_successor() {
        assert_eq!(successor(&[1]), vec![1, 0]);
    }

    #[test]
    fn integers_sort_across_their_widths() {
        let mut samples = vec![i64::MIN, i64::MAX, 0];
        for shift in 0..63 {
            samples.extend([1 << shift, (1 << shift) - 1, -(1 << shift), -(1 << shift) - 1]);
        }
        samples.sort_unstable();
        samples.dedup();
        assert!(samples.is_sorted_by(|a, b| key(Some(&Value::Int64(*a))) < key(Some(&Value::Int64(*b)))));
    }

    proptest! {
        #![proptest_config(seeded(256))]

        #[test]
        fn keys_sort_as_values_do(a in any_value(), b in any_value()) {
            prop_assert_eq!(key(Some(&a)).cmp(&key(Some(&b))), a.cmp(&b));
            prop_assert!(key(None) < key(Some(&a)));
        }

        /// Index keys are concatenations: no key may be a prefix of a different one.
        #[test]
        fn concatenated_keys_sort_as_tuples(a in [any_value(), any_value()], b in [any_value(), any_value()]) {
            prop_assert_eq!(keys(&a).cmp(&keys(&b)), a.cmp(&b));
        }

        #[test]
        fn a_prefix_end_lies_between(a in any_value(), b in any_value()) {
            let end = after_prefix(&key(Some(&a)));
            prop_assert!(keys(&[a.clone(), b.clone()]) < end);
            if b > a {
                prop_assert!(key(Some(&b)) >= end);
            }
        }
    }
}
