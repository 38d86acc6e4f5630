/* The module mmstats._speed: how a verb is made. What may be done with it is said in _speed.pyi. */

#include "verb.h"

#include <dlfcn.h>
#include <structmember.h>

struct mmstats_speed_library mmstats_speed_library;

static PyMethodDef *const all_verbs[] = {
    mmstats_speed_counter_verbs,
    mmstats_speed_gauge_verbs,
    mmstats_speed_observe_verbs,
    mmstats_speed_v1_verbs,
};

/* What the module has. */
typedef struct {
    PyObject *gate;
    PyObject *verb;
} state;

/* Gates. */

static PyObject *gate_new(PyTypeObject *type, PyObject *arguments, PyObject *names) {
    if (PyTuple_Size(arguments) > 0 || (names && PyDict_Size(names) > 0)) {
        PyErr_SetString(PyExc_TypeError, "Gate() takes no arguments");
        return NULL;
    }
    mmstats_speed_gate *gate = PyObject_New(mmstats_speed_gate, type);
    if (gate)
        gate->open = 1;
    return (PyObject *)gate;
}

static void gate_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    PyObject_Free(self);
    Py_DECREF(type);
}

static PyMemberDef gate_members[] = {
    {"open", T_BOOL, offsetof(mmstats_speed_gate, open), 0, "Whether handles may be used."},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot gate_slots[] = {
    {Py_tp_doc, "Whether the handles of one writer may be used. Open at first."},
    {Py_tp_new, gate_new},
    {Py_tp_dealloc, gate_dealloc},
    {Py_tp_members, gate_members},
    {0, NULL},
};

static PyType_Spec gate_spec = {
    "mmstats._speed.Gate", sizeof(mmstats_speed_gate), 0, Py_TPFLAGS_DEFAULT, gate_slots,
};

/* Verbs. Nothing that they refer to refers to them, so the garbage collector has no part in it. */

static void verb_dealloc(PyObject *self) {
    mmstats_speed_verb *verb = (mmstats_speed_verb *)self;
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(verb->gate);
    Py_XDECREF(verb->cell);
    Py_XDECREF(verb->in_python);
    PyObject_Free(self);
    Py_DECREF(type);
}

static PyType_Slot verb_slots[] = {
    {Py_tp_dealloc, verb_dealloc},
    {0, NULL},
};

static PyType_Spec verb_spec = {
    "mmstats._speed.Verb", sizeof(mmstats_speed_verb), 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, verb_slots,
};

static PyMethodDef *find(const char *name) {
    for (size_t i = 0; i < Py_ARRAY_LENGTH(all_verbs); i++)
        for (PyMethodDef *verb = all_verbs[i]; verb->ml_name; verb++)
            if (strcmp(verb->ml_name, name) == 0)
                return verb;
    return NULL;
}

static PyObject *bind(PyObject *module, PyObject *arguments) {
    const state *has = PyModule_GetState(module);
    const char *name;
    PyObject *gate, *cell, *address, *in_python;
    if (!PyArg_ParseTuple(arguments, "sO!OO!O:bind", &name, has->gate, &gate, &cell, &PyLong_Type,
                          &address, &in_python))
        return NULL;
    PyMethodDef *const found = find(name);
    if (!found)
        return PyErr_Format(PyExc_LookupError, "mmstats._speed has no verb %s", name);
    const void *const handle = PyLong_AsVoidPtr(address);
    if (!handle && PyErr_Occurred())
        return NULL;
    mmstats_speed_verb *const verb = PyObject_New(mmstats_speed_verb, (PyTypeObject *)has->verb);
    if (!verb)
        return NULL;
    Py_INCREF(gate);
    Py_INCREF(cell);
    Py_INCREF(in_python);
    verb->gate = (mmstats_speed_gate *)gate;
    verb->cell = cell;
    verb->handle = handle;
    verb->in_python = in_python;
    PyObject *const callable = PyCFunction_NewEx(found, (PyObject *)verb, NULL);
    Py_DECREF(verb);
    return callable;
}

/* The library. */

static void *symbol(void *library, const char *name) {
    void *const found = dlsym(library, name);
    if (!found)
        PyErr_Format(PyExc_ImportError, "mmstats._speed: the library has no %s", name);
    return found;
}

static PyObject *connect(PyObject *Py_UNUSED(module), PyObject *handle) {
    void *const library = PyLong_AsVoidPtr(handle);
    if (!library && PyErr_Occurred())
        return NULL;
    void *const bounds = symbol(library, "mmstats_bucket_bounds");
    void *const below = bounds ? symbol(library, "mmstats_bucket_below") : NULL;
    void *const clock = below ? symbol(library, "mmstats_clock_boottime") : NULL;
    if (!clock)
        return NULL;
    mmstats_speed_library.bucket_bounds = bounds;
    mmstats_speed_library.bucket_below = below;
    /* A pointer to a function, as POSIX wants it taken from dlsym. */
    memcpy(&mmstats_speed_library.clock_boottime, &clock, sizeof clock);
    return mmstats_speed_none();
}

/* The module. */

static PyMethodDef functions[] = {
    {"bind", bind, METH_VARARGS, "A verb of a handle, as a callable."},
    {"connect", connect, METH_O, "Says which library it is that Python loaded."},
    {"measure", mmstats_speed_measure, METH_VARARGS, "The types Measurement and Blocks."},
    {NULL, NULL, 0, NULL},
};

static int execute(PyObject *module) {
    if (PyInterpreterState_GetID(PyInterpreterState_Get()) != 0) {
        PyErr_SetString(PyExc_ImportError,
                        "mmstats works in the main interpreter of a process only, found a "
                        "sub-interpreter: import it there");
        return -1;
    }
    state *const has = PyModule_GetState(module);
    has->gate = PyType_FromModuleAndSpec(module, &gate_spec, NULL);
    has->verb = PyType_FromModuleAndSpec(module, &verb_spec, NULL);
    if (!has->gate || !has->verb)
        return -1;
    PyObject *const lookup = PyType_FromModuleAndSpec(module, &mmstats_speed_lookup_spec, NULL);
    if (!lookup)
        return -1;
    const int added = PyModule_AddType(module, (PyTypeObject *)lookup);
    Py_DECREF(lookup);
    return added < 0 ? added : PyModule_AddType(module, (PyTypeObject *)has->gate);
}

static int traverse(PyObject *module, visitproc visit, void *arg) {
    const state *has = PyModule_GetState(module);
    Py_VISIT(has->gate);
    Py_VISIT(has->verb);
    return 0;
}

static int clear(PyObject *module) {
    state *const has = PyModule_GetState(module);
    Py_CLEAR(has->gate);
    Py_CLEAR(has->verb);
    return 0;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, execute},
    {0, NULL},
};

static PyModuleDef definition = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "mmstats._speed",
    .m_doc = "The fast ways to write and read through handles.",
    .m_size = sizeof(state),
    .m_methods = functions,
    .m_slots = slots,
    .m_traverse = traverse,
    .m_clear = clear,
};

PyMODINIT_FUNC PyInit__speed(void) {
    return PyModuleDef_Init(&definition);
}
