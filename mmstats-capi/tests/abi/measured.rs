//! The ABI as a C compiler sees it, in lines such as those of `../abi.txt`.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use crate::declarations::{constants, include_folder, types};
use crate::library::{output, symbols};

/// A C program that prints numbers, sizes and offsets.
fn program() -> String {
    let mut c = "#include <stdio.h>\n#include \"mmstats.h\"\n\
                 #define SIZE(of) sizeof(((type *)0)->of)\nint main(void) {\n"
        .to_owned();
    for name in constants() {
        writeln!(c, r#"printf("constant {name} is %lld\n", (long long){name});"#).expect("a text");
    }
    for declared in types() {
        let name = declared.name;
        writeln!(
            c,
            r#"{{ typedef {name} type;
            printf("type {name} size %zu align %zu\n", sizeof(type), _Alignof(type));"#
        )
        .expect("a text");
        for member in declared.members {
            let line = match declared.is_enum {
                true => format!(r#"printf("number {member} is %lld\n", (long long){member});"#),
                false => format!(
                    r#"printf("field {name}.{member} at %zu size %zu\n",
                    offsetof(type, {member}), SIZE({member}));"#
                ),
            };
            c += &line;
        }
        c += "}\n";
    }
    c + "return 0;\n}\n"
}

/// What holds now.
pub fn lines() -> &'static [String] {
    static LINES: OnceLock<Vec<String>> = OnceLock::new();
    LINES.get_or_init(measure)
}

fn measure() -> Vec<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (source, program_path) = (folder.join("abi.c"), folder.join("abi"));
    fs::write(&source, program()).expect("the target folder can be written to");
    let compiler = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
    let mut compile = Command::new(compiler);
    compile.arg("-std=c11").arg("-I").arg(include_folder()).arg(&source);
    output(compile.arg("-o").arg(&program_path));
    let printed = output(&mut Command::new(&program_path));
    let symbols = symbols().into_iter().map(|name| format!("symbol {name}"));
    symbols.chain(printed.lines().map(str::to_owned)).collect()
}
