/* Format 1: counters, and fields of one number or bool. */

#include "verb.h"

static PyObject *v1_counter_inc(PyObject *self, PyObject *const *Py_UNUSED(values),
                                Py_ssize_t count) {
    if (!mmstats_speed_is_open(self) || count > 0)
        return mmstats_speed_inc_in_python(self, count);
    mmstats_v1_counter_inc(MMSTATS_SPEED_HANDLE(self, mmstats_v1_counter));
    return mmstats_speed_none();
}

static PyObject *v1_counter_add(PyObject *self, PyObject *value) {
    uint64_t n;
    if (!mmstats_speed_is_open(self) || !mmstats_speed_wrapped(value, &n))
        return mmstats_speed_in_python(self, value);
    mmstats_v1_counter_add(MMSTATS_SPEED_HANDLE(self, mmstats_v1_counter), n);
    return mmstats_speed_none();
}

static PyObject *v1_counter_set(PyObject *self, PyObject *value) {
    uint64_t n;
    if (!mmstats_speed_is_open(self) || !mmstats_speed_wrapped(value, &n))
        return mmstats_speed_in_python(self, value);
    mmstats_v1_counter_set(MMSTATS_SPEED_HANDLE(self, mmstats_v1_counter), n);
    return mmstats_speed_none();
}

static PyObject *v1_counter_get(PyObject *self, PyObject *Py_UNUSED(none)) {
    if (!mmstats_speed_is_open(self))
        return mmstats_speed_in_python(self, NULL);
    return PyLong_FromUnsignedLongLong(
        mmstats_v1_counter_get(MMSTATS_SPEED_HANDLE(self, mmstats_v1_counter)));
}

/** The verbs of a field of a type, which holds a `number`; `take` takes a `taken`, and `make` makes
 *  what Python gets. */
#define FIELD(type, number, taken, take, make)                                                     \
    static PyObject *v1_##type##_set(PyObject *self, PyObject *value) {                            \
        taken n;                                                                                   \
        if (!mmstats_speed_is_open(self) || !take(value, &n))                                      \
            return mmstats_speed_in_python(self, value);                                           \
        mmstats_v1_##type##_set(MMSTATS_SPEED_HANDLE(self, mmstats_v1_##type##_field), (number)n); \
        return mmstats_speed_none();                                                               \
    }                                                                                              \
    static PyObject *v1_##type##_get(PyObject *self, PyObject *Py_UNUSED(none)) {                  \
        if (!mmstats_speed_is_open(self))                                                          \
            return mmstats_speed_in_python(self, NULL);                                            \
        return make(                                                                               \
            mmstats_v1_##type##_get(MMSTATS_SPEED_HANDLE(self, mmstats_v1_##type##_field)));       \
    }

FIELD(u64, uint64_t, uint64_t, mmstats_speed_wrapped, PyLong_FromUnsignedLongLong)
FIELD(i64, int64_t, uint64_t, mmstats_speed_wrapped, PyLong_FromLongLong)
FIELD(u32, uint32_t, uint64_t, mmstats_speed_wrapped, PyLong_FromLongLong)
FIELD(i32, int32_t, uint64_t, mmstats_speed_wrapped, PyLong_FromLong)
FIELD(u16, uint16_t, uint64_t, mmstats_speed_wrapped, PyLong_FromLong)
FIELD(i16, int16_t, uint64_t, mmstats_speed_wrapped, PyLong_FromLong)
FIELD(u8, uint8_t, uint64_t, mmstats_speed_wrapped, PyLong_FromLong)
FIELD(i8, int8_t, uint64_t, mmstats_speed_wrapped, PyLong_FromLong)
FIELD(f32, float, double, mmstats_speed_number, PyFloat_FromDouble)
FIELD(f64, double, double, mmstats_speed_number, PyFloat_FromDouble)
FIELD(bool, bool, bool, mmstats_speed_bool, PyBool_FromLong)

#define VERBS(type)                                                                                \
    {"v1_" #type "_set", v1_##type##_set, METH_O, NULL},                                           \
        {"v1_" #type "_get", v1_##type##_get, METH_NOARGS, NULL}

PyMethodDef mmstats_speed_v1_verbs[] = {
    {"v1_counter_inc", MMSTATS_SPEED_INC(v1_counter_inc), METH_FASTCALL, NULL},
    {"v1_counter_add", v1_counter_add, METH_O, NULL},
    {"v1_counter_set", v1_counter_set, METH_O, NULL},
    {"v1_counter_get", v1_counter_get, METH_NOARGS, NULL},
    VERBS(u64),
    VERBS(i64),
    VERBS(u32),
    VERBS(i32),
    VERBS(u16),
    VERBS(i16),
    VERBS(u8),
    VERBS(i8),
    VERBS(f32),
    VERBS(f64),
    VERBS(bool),
    {NULL, NULL, 0, NULL},
};
