//! System calls that fail when a test wants it. The kernel stops this thread at those that creation,
//! growth and closing make (seccomp, RET_TRAP); a signal handler then makes the call, or says that it
//! failed.

use std::arch::global_asm;
use std::cell::Cell;
use std::mem;
use std::sync::Once;
use std::thread;

// The one place from which these calls go through: `trap_call(number, six arguments)`.
#[cfg(target_arch = "x86_64")]
global_asm!(
    ".globl trap_call",
    "trap_call:",
    "mov rax, rdi",
    "mov rdi, rsi",
    "mov rsi, rdx",
    "mov rdx, rcx",
    "mov r10, r8",
    "mov r8, r9",
    "mov r9, [rsp + 8]",
    "syscall",
    ".globl trap_called",
    "trap_called:",
    "ret",
);
#[cfg(target_arch = "aarch64")]
global_asm!(
    ".globl trap_call",
    "trap_call:",
    "mov x8, x0",
    "mov x0, x1",
    "mov x1, x2",
    "mov x2, x3",
    "mov x3, x4",
    "mov x4, x5",
    "mov x5, x6",
    "svc #0",
    ".globl trap_called",
    "trap_called:",
    "ret",
);

unsafe extern "C" {
    fn trap_call(number: i64, a: usize, b: usize, c: usize, d: usize, e: usize, f: usize) -> isize;
    static trap_called: u8;
}

/// The calls that can fail, with their names.
const CALLS: &[(i64, &str)] = &[
    (libc::SYS_openat, "openat"),
    (libc::SYS_close, "close"),
    (libc::SYS_read, "read"),
    (libc::SYS_pread64, "pread64"),
    (libc::SYS_pwrite64, "pwrite64"),
    (libc::SYS_fallocate, "fallocate"),
    (libc::SYS_ftruncate, "ftruncate"),
    (libc::SYS_fcntl, "fcntl"),
    (libc::SYS_fstat, "fstat"),
    (libc::SYS_newfstatat, "newfstatat"),
    (libc::SYS_statx, "statx"),
    (libc::SYS_fstatfs, "fstatfs"),
    (libc::SYS_fchmod, "fchmod"),
    (libc::SYS_fchmodat, "fchmodat"),
    (libc::SYS_mkdirat, "mkdirat"),
    (libc::SYS_linkat, "linkat"),
    (libc::SYS_unlinkat, "unlinkat"),
    (libc::SYS_renameat, "renameat"),
    (libc::SYS_renameat2, "renameat2"),
    (libc::SYS_getdents64, "getdents64"),
    (libc::SYS_getrandom, "getrandom"),
    (libc::SYS_prlimit64, "prlimit64"),
    (libc::SYS_mmap, "mmap"),
    (libc::SYS_munmap, "munmap"),
    (libc::SYS_mremap, "mremap"),
    (libc::SYS_mprotect, "mprotect"),
    (libc::SYS_madvise, "madvise"),
    (libc::SYS_msync, "msync"),
    #[cfg(target_arch = "x86_64")]
    (libc::SYS_mkdir, "mkdir"),
];

/// What a call is called.
pub fn name_of(number: i64) -> &'static str {
    CALLS.iter().find(|(known, _)| *known == number).map_or("?", |(_, name)| name)
}

/// A call that this system is to lack.
#[derive(Clone, Copy)]
pub struct Lack {
    pub call: i64,
    /// Which of these, by their arguments.
    pub when: fn(&[usize; 6]) -> bool,
    pub error: i32,
}

/// One call that fails: the `at`th of those that a test makes, from 0.
#[derive(Clone, Copy, Debug)]
pub struct Failure {
    pub at: usize,
    pub error: i32,
    /// All calls of this kind fail from then on.
    pub for_good: bool,
}

/// As many calls are noted by their numbers.
const NOTED: usize = 512;
/// As many of our mappings are known.
const RANGES: usize = 32;

struct State {
    armed: Cell<bool>,
    lacks: Cell<&'static [Lack]>,
    failure: Cell<Option<Failure>>,
    /// What fails for good, since the failure.
    failing: Cell<Option<i64>>,
    /// How many there were.
    calls: Cell<usize>,
    numbers: [Cell<i64>; NOTED],
    ranges: [Cell<(usize, usize)>; RANGES],
    mapped: Cell<usize>,
}

thread_local! {
    /// Without a destructor, and initialized: a signal handler can look at it.
    static STATE: State = const {
        State {
            armed: Cell::new(false),
            lacks: Cell::new(&[]),
            failure: Cell::new(None),
            failing: Cell::new(None),
            calls: Cell::new(0),
            numbers: [const { Cell::new(0) }; NOTED],
            ranges: [const { Cell::new((0, 0)) }; RANGES],
            mapped: Cell::new(0),
        }
    };
}

/// The calls that a test made, by their numbers, in their order; those that the system lacked are not
/// among them.
pub type Made = Vec<i64>;

/// Runs `body` where system calls can be made to fail, in a thread of its own; says so where this
/// kernel or container has no seccomp.
pub fn with_traps(body: impl FnOnce() + Send) {
    let prepared = || match trap_this_thread() {
        Ok(()) => body(),
        Err(error) => eprintln!("not tested, for the kernel refuses a seccomp filter: {error}"),
    };
    thread::scope(|scope| scope.spawn(prepared).join().expect("the test with failing calls"));
}

/// Runs `body` on a system that lacks some calls, and with one failure.
pub fn run<R>(
    lacks: &'static [Lack],
    failure: Option<Failure>,
    body: impl FnOnce() -> R,
) -> (R, Made) {
    STATE.with(|state| {
        state.lacks.set(lacks);
        state.failure.set(failure);
        state.failing.set(None);
        state.calls.set(0);
        state.armed.set(true);
    });
    let armed = Armed;
    let result = body();
    drop(armed);
    STATE.with(|state| {
        let made = state.calls.get();
        assert!(made <= NOTED, "{made} calls");
        (result, state.numbers[..made].iter().map(Cell::get).collect())
    })
}

/// As long as it lives calls fail.
struct Armed;

impl Drop for Armed {
    fn drop(&mut self) {
        STATE.with(|state| state.armed.set(false));
    }
}

impl State {
    /// The result of a call.
    fn answer(&self, number: i64, arguments: &[usize; 6]) -> isize {
        if !self.armed.get() || !self.is_of_the_library(number, arguments) {
            return make(number, arguments);
        }
        let lacks = self.lacks.get().iter();
        let mut lacks = lacks.filter(|lack| lack.call == number && (lack.when)(arguments));
        if let Some(lack) = lacks.next() {
            return -(lack.error as isize);
        }
        let at = self.calls.get();
        self.calls.set(at + 1);
        if let Some(place) = self.numbers.get(at) {
            place.set(number);
        }
        let failure = self.failure.get();
        if failure.is_some_and(|failure| failure.at == at && failure.for_good) {
            self.failing.set(Some(number));
        }
        match failure.filter(|fails| fails.at == at || self.failing.get() == Some(number)) {
            // As Linux does: the descriptor has gone, whatever the call says.
            Some(failure) if number == libc::SYS_close => {
                make(number, arguments);
                -(failure.error as isize)
            }
            Some(failure) => -(failure.error as isize),
            None => self.make_and_note(number, arguments),
        }
    }

    /// Calls about memory are also made by the allocator, which would end the program.
    fn is_of_the_library(&self, number: i64, arguments: &[usize; 6]) -> bool {
        let [address, length, _, flags, ..] = *arguments;
        match number {
            libc::SYS_mmap => {
                let anonymous = flags & libc::MAP_ANONYMOUS as usize != 0;
                // Smaller than what the allocator maps, or than its arenas; or larger.
                !anonymous || !(100 << 10..HUGE).contains(&length)
            }
            libc::SYS_munmap | libc::SYS_mremap | libc::SYS_mprotect | libc::SYS_madvise => {
                let within = |&(start, end): &(usize, usize)| (start..end).contains(&address);
                self.ranges.iter().map(Cell::get).any(|range| within(&range))
            }
            _ => true,
        }
    }

    fn make_and_note(&self, number: i64, arguments: &[usize; 6]) -> isize {
        let result = make(number, arguments);
        if number == libc::SYS_mmap && result > 0 {
            let at = self.mapped.get();
            self.ranges[at % RANGES].set((result as usize, result as usize + arguments[1]));
            self.mapped.set(at + 1);
        }
        result
    }
}

/// What a test's writer reserves: nothing else does.
pub const HUGE: usize = 1 << 30;

fn make(number: i64, [a, b, c, d, e, f]: &[usize; 6]) -> isize {
    // SAFETY: the call that this thread wanted, with its arguments.
    unsafe { trap_call(number, *a, *b, *c, *d, *e, *f) }
}

/// The number and the arguments of the call that was stopped, and its result's place.
#[cfg(target_arch = "x86_64")]
fn registers(context: &mut libc::ucontext_t) -> (i64, [usize; 6], &mut i64) {
    let registers = &mut context.uc_mcontext.gregs;
    let wanted =
        [libc::REG_RDI, libc::REG_RSI, libc::REG_RDX, libc::REG_R10, libc::REG_R8, libc::REG_R9];
    let arguments = wanted.map(|register| registers[register as usize] as usize);
    let result = &mut registers[libc::REG_RAX as usize];
    (*result, arguments, result)
}

#[cfg(target_arch = "aarch64")]
fn registers(context: &mut libc::ucontext_t) -> (i64, [usize; 6], &mut u64) {
    let registers = &mut context.uc_mcontext.regs;
    let number = registers[8] as i64;
    let arguments = std::array::from_fn(|register| registers[register] as usize);
    (number, arguments, &mut registers[0])
}

extern "C" fn trapped(_: libc::c_int, _: *mut libc::siginfo_t, context: *mut libc::c_void) {
    // SAFETY: the kernel gives the context of this thread, which goes on with it.
    let (number, arguments, result) = registers(unsafe { &mut *context.cast() });
    *result = STATE.with(|state| state.answer(number, &arguments)) as _;
}

fn handle_traps() {
    // SAFETY: all zeros is an action; the handler does what a handler may.
    unsafe {
        let mut action: libc::sigaction = mem::zeroed();
        action.sa_sigaction = trapped as *const () as usize;
        action.sa_flags = libc::SA_SIGINFO;
        assert_eq!(libc::sigaction(libc::SIGSYS, &raw const action, std::ptr::null_mut()), 0);
    }
}

/// From here on the kernel stops this thread at these calls, for as long as it lives.
fn trap_this_thread() -> std::io::Result<()> {
    static HANDLER: Once = Once::new();
    HANDLER.call_once(handle_traps);
    let number = mem::offset_of!(libc::seccomp_data, nr) as u32;
    let pointer = mem::offset_of!(libc::seccomp_data, instruction_pointer) as u32;
    let advice = mem::offset_of!(libc::seccomp_data, args) as u32 + 2 * size_of::<u64>() as u32;
    // The pointer stands behind the instruction. Both systems are little-endian.
    let passes = (&raw const trap_called).addr() as u64;
    let step = |code: u32, jt, jf, k| libc::sock_filter { code: code as u16, jt, jf, k };
    let load = |at| step(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0, 0, at);
    let equal = |to, jt, jf| step(libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K, jt, jf, to);
    let end = |with| step(libc::BPF_RET | libc::BPF_K, 0, 0, with);
    let mut steps = vec![
        load(pointer),
        equal(passes as u32, 0, 3),
        load(pointer + 4),
        equal((passes >> 32) as u32, 0, 1),
        end(libc::SECCOMP_RET_ALLOW),
        load(number),
        // The end of a thread makes another call of this kind, where no signal can be handled.
        equal(libc::SYS_madvise as u32, 0, 4),
        load(advice),
        equal(libc::MADV_POPULATE_WRITE as u32, 1, 0),
        end(libc::SECCOMP_RET_ALLOW),
        load(number),
    ];
    for (left, (call, _)) in (0..CALLS.len() as u8).rev().zip(CALLS) {
        steps.push(equal(*call as u32, left + 1, 0));
    }
    steps.extend([end(libc::SECCOMP_RET_ALLOW), end(libc::SECCOMP_RET_TRAP)]);
    let filter = libc::sock_fprog { len: steps.len() as u16, filter: steps.as_mut_ptr() };
    // SAFETY: plain numbers, and a filter that outlives the call.
    let done = unsafe {
        libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
            && libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &raw const filter) == 0
    };
    if done { Ok(()) } else { Err(std::io::Error::last_os_error()) }
}
