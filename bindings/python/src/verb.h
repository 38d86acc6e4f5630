/* Verbs: what is called to write or read through a handle. */

#ifndef MMSTATS_SPEED_VERB_H
#define MMSTATS_SPEED_VERB_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <math.h>

#ifdef Py_GIL_DISABLED
#error "this extension relies on the GIL: without one the package does without it"
#endif

#include "library.h"

/** Whether the handles of a writer may be used. */
typedef struct {
    PyObject_HEAD
    /** Not 0: they may. Else each verb goes by Python, which knows what there is to do. */
    char open;
} mmstats_speed_gate;

/** The `self` of a verb's function. */
typedef struct {
    PyObject_HEAD
    mmstats_speed_gate *gate;
    /** The handle as mmstats.h has it, in memory of `cell`. Read anew by each call: to retire a
     *  series sets its pointer to NULL. */
    const void *handle;
    PyObject *cell;
    /** The same verb in Python. What isn't plain goes there: a closed writer, a forked child, a
     *  value that isn't exactly an int or a float, or is out of range. */
    PyObject *in_python;
} mmstats_speed_verb;

/** Whether the handle may be used. */
static inline bool mmstats_speed_is_open(PyObject *self) {
    return ((mmstats_speed_verb *)self)->gate->open;
}

/** The handle. */
#define MMSTATS_SPEED_HANDLE(self, type) (*(const type *)((mmstats_speed_verb *)(self))->handle)

/** None, counted. Py_RETURN_NONE doesn't do so in the headers of CPython 3.12.1 and 3.13.0, where
 *  that makes no difference; in 3.10 and 3.11, for which this is built too, it does. */
static inline PyObject *mmstats_speed_none(void) {
    Py_INCREF(Py_None);
    return Py_None;
}

/** Has Python do it. `value` is NULL for a verb that takes none. */
static inline PyObject *mmstats_speed_in_python(PyObject *self, PyObject *value) {
    return PyObject_CallFunctionObjArgs(((mmstats_speed_verb *)self)->in_python, value, NULL);
}

/* To increment: as a function that could take arguments, since Python calls those past all of its
 * ways to call; that is 5 of 17 ns. */

/** Such a function, as a verb has it. */
#define MMSTATS_SPEED_INC(function) ((PyCFunction)(void (*)(void))(function))

/** Has Python do it, or refuses arguments. */
static inline PyObject *mmstats_speed_inc_in_python(PyObject *self, Py_ssize_t count) {
    if (count == 0)
        return mmstats_speed_in_python(self, NULL);
    PyErr_Format(PyExc_TypeError, "inc() takes no arguments (%zd given)", count);
    return NULL;
}

/* Numbers. To take them runs no Python code, since their types are exactly Python's: the gate stays
 * as it was. */

/** Takes an int from 0 to 2^64 - 1. */
static inline bool mmstats_speed_natural(PyObject *value, uint64_t *taken) {
    if (!PyLong_CheckExact(value))
        return false;
    *taken = PyLong_AsUnsignedLongLong(value);
    if (*taken == UINT64_MAX && PyErr_Occurred()) {
        PyErr_Clear();
        return false;
    }
    return true;
}

/** Takes an int modulo 2^64. */
static inline bool mmstats_speed_wrapped(PyObject *value, uint64_t *taken) {
    if (!PyLong_CheckExact(value))
        return false;
    *taken = PyLong_AsUnsignedLongLongMask(value);
    return true;
}

/** Takes a float, or an int that fits. */
static inline bool mmstats_speed_number(PyObject *value, double *taken) {
    if (!PyFloat_CheckExact(value) && !PyLong_CheckExact(value))
        return false;
    *taken = PyFloat_AsDouble(value);
    if (*taken == -1.0 && PyErr_Occurred()) {
        PyErr_Clear();
        return false;
    }
    return true;
}

/** Takes a bool. */
static inline bool mmstats_speed_bool(PyObject *value, bool *taken) {
    *taken = value == Py_True;
    return PyBool_Check(value);
}

/** Takes seconds, as whole nanoseconds: the nearest, and of two the even one, as Python rounds. */
static inline bool mmstats_speed_nanoseconds(PyObject *value, uint64_t *taken) {
    double seconds;
    if (!mmstats_speed_number(value, &seconds))
        return false;
    const double nanoseconds = rint(seconds * 1e9);
    /* 2^64, below which all are, and NaN isn't. */
    if (!(nanoseconds >= 0 && nanoseconds < 0x1p64))
        return false;
    *taken = (uint64_t)nanoseconds;
    return true;
}

/** The verbs of each kind of handle, by the names that the library's functions have without
 *  "mmstats_"; the last one has no name. */
extern PyMethodDef mmstats_speed_counter_verbs[];
extern PyMethodDef mmstats_speed_gauge_verbs[];
extern PyMethodDef mmstats_speed_observe_verbs[];
extern PyMethodDef mmstats_speed_v1_verbs[];

/** The type Lookup. */
extern PyType_Spec mmstats_speed_lookup_spec;

/** The module's function `measure`. */
PyObject *mmstats_speed_measure(PyObject *module, PyObject *arguments);

#endif /* MMSTATS_SPEED_VERB_H */
