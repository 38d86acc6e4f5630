/* Gauges. */

#include "verb.h"

/** The verbs of a gauge whose type is `noun` and whose numbers are `number`, which `take` takes and
 *  `make` makes. */
#define GAUGE(noun, number, taken, take, make)                                                     \
    static PyObject *noun##_set(PyObject *self, PyObject *value) {                                 \
        taken n;                                                                                   \
        if (!mmstats_speed_is_open(self) || !take(value, &n))                                      \
            return mmstats_speed_in_python(self, value);                                           \
        mmstats_##noun##_set(MMSTATS_SPEED_HANDLE(self, mmstats_##noun), (number)n);               \
        return mmstats_speed_none();                                                               \
    }                                                                                              \
    static PyObject *noun##_add(PyObject *self, PyObject *value) {                                 \
        taken n;                                                                                   \
        if (!mmstats_speed_is_open(self) || !take(value, &n))                                      \
            return mmstats_speed_in_python(self, value);                                           \
        mmstats_##noun##_add(MMSTATS_SPEED_HANDLE(self, mmstats_##noun), (number)n);               \
        return mmstats_speed_none();                                                               \
    }                                                                                              \
    static PyObject *noun##_get(PyObject *self, PyObject *Py_UNUSED(none)) {                       \
        if (!mmstats_speed_is_open(self))                                                          \
            return mmstats_speed_in_python(self, NULL);                                            \
        return make(mmstats_##noun##_get(MMSTATS_SPEED_HANDLE(self, mmstats_##noun)));             \
    }

GAUGE(gauge_u64, uint64_t, uint64_t, mmstats_speed_wrapped, PyLong_FromUnsignedLongLong)
GAUGE(gauge_i64, int64_t, uint64_t, mmstats_speed_wrapped, PyLong_FromLongLong)
GAUGE(gauge_f64, double, double, mmstats_speed_number, PyFloat_FromDouble)

static PyObject *gauge_bool_set(PyObject *self, PyObject *value) {
    bool set;
    if (!mmstats_speed_is_open(self) || !mmstats_speed_bool(value, &set))
        return mmstats_speed_in_python(self, value);
    mmstats_gauge_bool_set(MMSTATS_SPEED_HANDLE(self, mmstats_gauge_bool), set);
    return mmstats_speed_none();
}

static PyObject *gauge_bool_get(PyObject *self, PyObject *Py_UNUSED(none)) {
    if (!mmstats_speed_is_open(self))
        return mmstats_speed_in_python(self, NULL);
    return PyBool_FromLong(mmstats_gauge_bool_get(MMSTATS_SPEED_HANDLE(self, mmstats_gauge_bool)));
}

PyMethodDef mmstats_speed_gauge_verbs[] = {
    {"gauge_u64_set", gauge_u64_set, METH_O, NULL},
    {"gauge_u64_add", gauge_u64_add, METH_O, NULL},
    {"gauge_u64_get", gauge_u64_get, METH_NOARGS, NULL},
    {"gauge_i64_set", gauge_i64_set, METH_O, NULL},
    {"gauge_i64_add", gauge_i64_add, METH_O, NULL},
    {"gauge_i64_get", gauge_i64_get, METH_NOARGS, NULL},
    {"gauge_f64_set", gauge_f64_set, METH_O, NULL},
    {"gauge_f64_add", gauge_f64_add, METH_O, NULL},
    {"gauge_f64_get", gauge_f64_get, METH_NOARGS, NULL},
    {"gauge_bool_set", gauge_bool_set, METH_O, NULL},
    {"gauge_bool_get", gauge_bool_get, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
