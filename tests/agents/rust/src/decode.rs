//! `decode`: the decoded form of a file.

use std::error::Error;
use std::path::Path;

use mmstats::v1::Reader;
use mmstats_cli::Decoded;

pub fn run(file: &Path) -> Result<(), Box<dyn Error>> {
    let reader = Reader::open(file)?;
    println!("{}", serde_json::to_string(&Decoded::new(&reader))?);
    Ok(())
}
