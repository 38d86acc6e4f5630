/* Blocks and Measurement: `with timer:`. What they do is said in mmstats/_blocks.py, which stands
 * in for them where there is no extension. */

#include "verb.h"

#include <structmember.h>

typedef struct {
    PyObject_HEAD
    /** There from when the object is made: it has no tp_clear, since a timer has one. */
    PyObject *timer;
    double started;
    double stopped;
    /** Not 0: it was stopped. */
    char ended;
} measurement;

/* What all share, from when `measure` is called, once. */
static struct {
    PyObject *type;
    /** mmstats.errors.Closed. */
    PyObject *closed;
    /** The module: a program's tests replace its clock. */
    PyObject *time;
    /** Of a ContextVar: the blocks of this thread or task as (the last, those before it), or (). */
    PyObject *get, *set;
    PyObject *perf_counter, *observe, *start, *exit, *timer, *lost;
} shared;

static int now(double *seconds) {
    PyObject *const found = PyObject_CallMethodObjArgs(shared.time, shared.perf_counter, NULL);
    if (!found)
        return -1;
    *seconds = PyFloat_AsDouble(found);
    Py_DECREF(found);
    return *seconds == -1.0 && PyErr_Occurred() ? -1 : 0;
}

/* Measurements. */

static PyObject *measurement_new(PyTypeObject *type, PyObject *arguments, PyObject *names) {
    static char *known[] = {"timer", NULL};
    PyObject *timer;
    if (!PyArg_ParseTupleAndKeywords(arguments, names, "O:Measurement", known, &timer))
        return NULL;
    measurement *const self = (measurement *)PyType_GenericAlloc(type, 0);
    if (!self)
        return NULL;
    Py_INCREF(timer);
    self->timer = timer;
    if (now(&self->started) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

static int measurement_traverse(PyObject *self, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((measurement *)self)->timer);
    return 0;
}

static void measurement_dealloc(PyObject *self) {
    PyTypeObject *const type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_XDECREF(((measurement *)self)->timer);
    PyObject_GC_Del(self);
    Py_DECREF(type);
}

static PyObject *measurement_elapsed(PyObject *object, void *Py_UNUSED(closure)) {
    const measurement *const self = (measurement *)object;
    double end = self->stopped;
    if (!self->ended && now(&end) < 0)
        return NULL;
    return PyFloat_FromDouble(end - self->started);
}

static PyObject *measurement_cancel(PyObject *object, PyObject *Py_UNUSED(none)) {
    measurement *const self = (measurement *)object;
    if (!self->ended) {
        if (now(&self->stopped) < 0)
            return NULL;
        self->ended = 1;
    }
    return mmstats_speed_none();
}

static PyObject *measurement_stop(PyObject *object, PyObject *none) {
    measurement *const self = (measurement *)object;
    const bool first = !self->ended;
    PyObject *const nothing = measurement_cancel(object, none);
    if (!nothing)
        return NULL;
    Py_DECREF(nothing);
    PyObject *const seconds = PyFloat_FromDouble(self->stopped - self->started);
    if (!first || !seconds)
        return seconds;
    PyObject *const done = PyObject_CallMethodObjArgs(self->timer, shared.observe, seconds, NULL);
    if (!done) {
        Py_DECREF(seconds);
        return NULL;
    }
    Py_DECREF(done);
    return seconds;
}

static PyObject *measurement_enter(PyObject *self, PyObject *Py_UNUSED(none)) {
    Py_INCREF(self);
    return self;
}

/** `error` is the block's, or None. */
static PyObject *leave(PyObject *self, PyObject *error) {
    PyObject *const seconds = measurement_stop(self, NULL);
    if (seconds)
        Py_DECREF(seconds);
    else if (error != Py_None && PyErr_ExceptionMatches(shared.closed))
        PyErr_Clear(); /* it doesn't hide an error of the block */
    else
        return NULL;
    return mmstats_speed_none();
}

static PyObject *measurement_exit(PyObject *self, PyObject *arguments) {
    PyObject *kind, *error, *trace;
    if (!PyArg_UnpackTuple(arguments, "__exit__", 3, 3, &kind, &error, &trace))
        return NULL;
    return leave(self, error);
}

static PyMethodDef measurement_methods[] = {
    {"stop", measurement_stop, METH_NOARGS,
     "Ends it, gives its seconds to the timer and returns them. Once; later it only returns them."},
    {"cancel", measurement_cancel, METH_NOARGS, "Ends it, and nothing is added."},
    {"__enter__", measurement_enter, METH_NOARGS, NULL},
    {"__exit__", measurement_exit, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyMemberDef measurement_members[] = {
    {"timer", T_OBJECT_EX, offsetof(measurement, timer), READONLY, "Whose it is."},
    {NULL, 0, 0, 0, NULL},
};

static PyGetSetDef measurement_getters[] = {
    {"elapsed", measurement_elapsed, NULL, "The seconds so far, or until it was stopped.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot measurement_slots[] = {
    {Py_tp_doc, "A measurement that runs from when it is made."},
    {Py_tp_new, measurement_new},
    {Py_tp_traverse, measurement_traverse},
    {Py_tp_dealloc, measurement_dealloc},
    {Py_tp_methods, measurement_methods},
    {Py_tp_members, measurement_members},
    {Py_tp_getset, measurement_getters},
    {0, NULL},
};

static PyType_Spec measurement_spec = {
    "mmstats._speed.Measurement", sizeof(measurement), 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, measurement_slots,
};

/* Blocks. */

static PyObject *blocks_start(PyObject *self, PyObject *Py_UNUSED(none)) {
    return PyObject_CallFunctionObjArgs(shared.type, self, NULL);
}

static PyObject *blocks_enter(PyObject *self, PyObject *Py_UNUSED(none)) {
    PyObject *const running = PyObject_CallFunctionObjArgs(shared.get, NULL);
    if (!running)
        return NULL;
    PyObject *const started = PyObject_CallMethodObjArgs(self, shared.start, NULL);
    PyObject *const with = started ? PyTuple_Pack(2, started, running) : NULL;
    PyObject *const token = with ? PyObject_CallFunctionObjArgs(shared.set, with, NULL) : NULL;
    Py_DECREF(running);
    Py_XDECREF(with);
    if (!token) {
        Py_XDECREF(started);
        return NULL;
    }
    Py_DECREF(token);
    return started;
}

static int is_of(PyObject *started, PyObject *timer) {
    if (Py_IS_TYPE(started, (PyTypeObject *)shared.type))
        return ((measurement *)started)->timer == timer;
    PyObject *const its = PyObject_GetAttr(started, shared.timer);
    Py_XDECREF(its);
    return its ? its == timer : -1;
}

static PyObject *blocks_exit(PyObject *self, PyObject *arguments) {
    PyObject *kind, *error, *trace, *result = NULL;
    if (!PyArg_UnpackTuple(arguments, "__exit__", 3, 3, &kind, &error, &trace))
        return NULL;
    PyObject *const running = PyObject_CallFunctionObjArgs(shared.get, NULL);
    if (!running)
        return NULL;
    PyObject *const last = PyTuple_Size(running) == 2 ? PyTuple_GetItem(running, 0) : NULL;
    const int is_last = last ? is_of(last, self) : 0;
    if (is_last == 0)
        result = PyObject_CallMethodObjArgs(self, shared.lost, kind, error, trace, NULL);
    if (is_last > 0) {
        PyObject *const before = PyTuple_GetItem(running, 1);
        PyObject *const token = PyObject_CallFunctionObjArgs(shared.set, before, NULL);
        if (token && Py_IS_TYPE(last, (PyTypeObject *)shared.type))
            result = leave(last, error);
        else if (token)
            result = PyObject_CallMethodObjArgs(last, shared.exit, kind, error, trace, NULL);
        Py_XDECREF(token);
    }
    Py_DECREF(running);
    return result;
}

static PyMethodDef blocks_methods[] = {
    {"start", blocks_start, METH_NOARGS,
     "Starts a measurement, to be stopped by hand or as a context manager."},
    {"__enter__", blocks_enter, METH_NOARGS, NULL},
    {"__exit__", blocks_exit, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot blocks_slots[] = {
    {Py_tp_doc, "Measures `with` blocks. To be derived from."},
    {Py_tp_methods, blocks_methods},
    {0, NULL},
};

static PyType_Spec blocks_spec = {
    "mmstats._speed.Blocks", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    blocks_slots,
};

/* What they share. */

static int share_names(void) {
    shared.perf_counter = PyUnicode_InternFromString("perf_counter");
    shared.observe = PyUnicode_InternFromString("observe");
    shared.start = PyUnicode_InternFromString("start");
    shared.exit = PyUnicode_InternFromString("__exit__");
    shared.timer = PyUnicode_InternFromString("timer");
    shared.lost = PyUnicode_InternFromString("_leave_earlier");
    return shared.perf_counter && shared.observe && shared.start && shared.exit && shared.timer &&
                   shared.lost
               ? 0
               : -1;
}

PyObject *mmstats_speed_measure(PyObject *module, PyObject *arguments) {
    PyObject *running, *closed;
    if (!PyArg_ParseTuple(arguments, "OO:measure", &running, &closed) || share_names() < 0)
        return NULL;
    Py_INCREF(closed);
    shared.closed = closed;
    shared.time = PyImport_ImportModule("time");
    shared.get = PyObject_GetAttrString(running, "get");
    shared.set = PyObject_GetAttrString(running, "set");
    shared.type = PyType_FromModuleAndSpec(module, &measurement_spec, NULL);
    PyObject *const blocks = PyType_FromModuleAndSpec(module, &blocks_spec, NULL);
    if (!shared.time || !shared.get || !shared.set || !shared.type || !blocks)
        return NULL;
    return Py_BuildValue("(ON)", shared.type, blocks);
}
