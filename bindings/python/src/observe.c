/* Histograms, timers and windows: what observes. */

#include "verb.h"

static PyObject *histogram_observe(PyObject *self, PyObject *value) {
    uint64_t observed;
    if (!mmstats_speed_is_open(self) || !mmstats_speed_natural(value, &observed))
        return mmstats_speed_in_python(self, value);
    mmstats_histogram_observe(MMSTATS_SPEED_HANDLE(self, mmstats_histogram), observed);
    return mmstats_speed_none();
}

static PyObject *histogram_f64_observe(PyObject *self, PyObject *value) {
    double observed;
    if (!mmstats_speed_is_open(self) || !mmstats_speed_number(value, &observed))
        return mmstats_speed_in_python(self, value);
    mmstats_histogram_f64_observe(MMSTATS_SPEED_HANDLE(self, mmstats_histogram_f64), observed);
    return mmstats_speed_none();
}

static PyObject *timer_observe(PyObject *self, PyObject *seconds) {
    uint64_t nanoseconds;
    if (!mmstats_speed_is_open(self) || !mmstats_speed_nanoseconds(seconds, &nanoseconds))
        return mmstats_speed_in_python(self, seconds);
    mmstats_histogram_observe(MMSTATS_SPEED_HANDLE(self, mmstats_histogram), nanoseconds);
    return mmstats_speed_none();
}

static PyObject *window_observe(PyObject *self, PyObject *value) {
    uint64_t observed;
    if (!mmstats_speed_is_open(self) || !mmstats_speed_natural(value, &observed))
        return mmstats_speed_in_python(self, value);
    mmstats_window_observe(MMSTATS_SPEED_HANDLE(self, mmstats_window), observed);
    return mmstats_speed_none();
}

static PyObject *window_f64_observe(PyObject *self, PyObject *value) {
    double observed;
    if (!mmstats_speed_is_open(self) || !mmstats_speed_number(value, &observed))
        return mmstats_speed_in_python(self, value);
    mmstats_window_f64_observe(MMSTATS_SPEED_HANDLE(self, mmstats_window_f64), observed);
    return mmstats_speed_none();
}

PyMethodDef mmstats_speed_observe_verbs[] = {
    {"histogram_observe", histogram_observe, METH_O, NULL},
    {"histogram_f64_observe", histogram_f64_observe, METH_O, NULL},
    {"timer_observe", timer_observe, METH_O, NULL},
    {"window_observe", window_observe, METH_O, NULL},
    {"window_f64_observe", window_f64_observe, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
