//! Every function says what it does.

use crate::declarations::functions;

#[test]
fn every_function_has_a_doc_comment() {
    let silent: Vec<_> = functions()
        .into_iter()
        .filter(|function| !function.documented)
        .map(|function| function.name)
        .collect();
    assert!(silent.is_empty(), "functions without a doc comment: {silent:?}");
}
