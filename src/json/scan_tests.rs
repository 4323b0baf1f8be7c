//! Promises of `scan.rs`.

use super::*;

fn scan(text: &str) -> Result<(&str, bool), JsonError> {
    let mut scanner = Scanner::new(text);
    let raw = scanner.value()?;
    scanner.end()?;
    Ok((raw.text, raw.special))
}

#[test]
fn values_are_found_whole() {
    for text in ["1", "-0.5e+3", "\"a\\\"b\"", "[]", "{}", "[1,[2,{}],{\"a\":[null]}]", "true"] {
        assert_eq!(scan(&format!("  {text} ")), Ok((text, false)), "{text}");
    }
}

#[test]
fn dollar_keys_are_flagged_wherever_they_are() {
    assert_eq!(scan(r#"[{"a":1},{"b":[{"$integer":"AA=="}]}]"#).map(|found| found.1), Ok(true));
    assert_eq!(scan(r#"{"a":1,"$b":2}"#).map(|found| found.1), Ok(true));
    assert_eq!(scan(r#"{"\u0024integer":1}"#).map(|found| found.1), Ok(true));
    assert_eq!(scan(r#"{"a":"$integer","b":["$x"]}"#).map(|found| found.1), Ok(false));
}

#[test]
fn what_json_parse_refuses_is_refused() {
    for text in [
        "",
        "[1,]",
        "{\"a\"}",
        "[1}",
        "{\"a\":1]",
        "01",
        "1.",
        "+1",
        "nul",
        "\"\u{1}\"",
        "\"\\x\"",
        "[1 2]",
        "{,}",
        "\"\\u12g4\"",
        "1e",
        "--1",
        "[",
        "\"a",
        "{\"a\":1,}",
    ] {
        assert!(scan(text).is_err(), "{text}");
    }
}

#[test]
fn whole_numbers_are_read_however_a_server_prints_them() {
    let read = |text| Scanner::new(text).u32();
    assert_eq!((read("7"), read("7.0")), (Ok(7), Ok(7)));
    assert!(read("7.5").is_err() && read("-7").is_err() && read("4294967296").is_err());
}

#[test]
fn deep_nesting_needs_no_stack() {
    let text = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    assert!(scan(&text).is_ok());
}
