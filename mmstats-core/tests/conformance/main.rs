//! Every file of the conformance suite: what it decodes to, or its error, and the verdicts on
//! thousands of damaged copies of it. conformance/README.md describes the suite.

mod decoded;
mod families;
mod manifest;
mod mutations;
mod results;
