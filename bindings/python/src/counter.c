/* Counters. */

#include "verb.h"

static PyObject *counter_inc(PyObject *self, PyObject *const *Py_UNUSED(values),
                             Py_ssize_t count) {
    if (!mmstats_speed_is_open(self) || count > 0)
        return mmstats_speed_inc_in_python(self, count);
    mmstats_counter_inc(MMSTATS_SPEED_HANDLE(self, mmstats_counter));
    return mmstats_speed_none();
}

static PyObject *counter_add(PyObject *self, PyObject *value) {
    uint64_t n;
    if (!mmstats_speed_is_open(self) || !mmstats_speed_natural(value, &n))
        return mmstats_speed_in_python(self, value);
    mmstats_counter_add(MMSTATS_SPEED_HANDLE(self, mmstats_counter), n);
    return mmstats_speed_none();
}

static PyObject *counter_get(PyObject *self, PyObject *Py_UNUSED(none)) {
    if (!mmstats_speed_is_open(self))
        return mmstats_speed_in_python(self, NULL);
    return PyLong_FromUnsignedLongLong(
        mmstats_counter_get(MMSTATS_SPEED_HANDLE(self, mmstats_counter)));
}

static PyObject *counter_f64_inc(PyObject *self, PyObject *const *Py_UNUSED(values),
                                 Py_ssize_t count) {
    if (!mmstats_speed_is_open(self) || count > 0)
        return mmstats_speed_inc_in_python(self, count);
    mmstats_counter_f64_add(MMSTATS_SPEED_HANDLE(self, mmstats_counter_f64), 1);
    return mmstats_speed_none();
}

static PyObject *counter_f64_add(PyObject *self, PyObject *value) {
    double n;
    /* Python says what is wrong with a number that is negative, or none. */
    if (!mmstats_speed_is_open(self) || !mmstats_speed_number(value, &n) || !(n >= 0))
        return mmstats_speed_in_python(self, value);
    mmstats_counter_f64_add(MMSTATS_SPEED_HANDLE(self, mmstats_counter_f64), n);
    return mmstats_speed_none();
}

static PyObject *counter_f64_get(PyObject *self, PyObject *Py_UNUSED(none)) {
    if (!mmstats_speed_is_open(self))
        return mmstats_speed_in_python(self, NULL);
    return PyFloat_FromDouble(
        mmstats_counter_f64_get(MMSTATS_SPEED_HANDLE(self, mmstats_counter_f64)));
}

PyMethodDef mmstats_speed_counter_verbs[] = {
    {"counter_inc", MMSTATS_SPEED_INC(counter_inc), METH_FASTCALL, NULL},
    {"counter_add", counter_add, METH_O, NULL},
    {"counter_get", counter_get, METH_NOARGS, NULL},
    {"counter_f64_inc", MMSTATS_SPEED_INC(counter_f64_inc), METH_FASTCALL, NULL},
    {"counter_f64_add", counter_f64_add, METH_O, NULL},
    {"counter_f64_get", counter_f64_get, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
