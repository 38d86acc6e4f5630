/* Lookup: `family[labels]`, in a dict that Python fills. */

#include "verb.h"

#include <structmember.h>

typedef struct {
    PyObject_HEAD
    /** There from when the object is made: it has no tp_clear, since a dict has one. */
    PyObject *found;
} lookup;

static PyObject *lookup_new(PyTypeObject *type, PyObject *Py_UNUSED(arguments),
                            PyObject *Py_UNUSED(names)) {
    PyObject *const found = PyDict_New();
    if (!found)
        return NULL;
    PyObject *const self = PyType_GenericAlloc(type, 0);
    if (self)
        ((lookup *)self)->found = found;
    else
        Py_DECREF(found);
    return self;
}

static int lookup_traverse(PyObject *self, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((lookup *)self)->found);
    return 0;
}

static void lookup_dealloc(PyObject *self) {
    PyTypeObject *const type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_XDECREF(((lookup *)self)->found);
    PyObject_GC_Del(self);
    Py_DECREF(type);
}

static PyObject *lookup_subscript(PyObject *self, PyObject *key) {
    PyObject *const found = PyDict_GetItemWithError(((lookup *)self)->found, key);
    if (found) {
        Py_INCREF(found);
        return found;
    }
    return PyErr_Occurred() ? NULL : PyObject_CallMethod(self, "_ask", "(O)", key);
}

static PyMemberDef lookup_members[] = {
    {"_found", T_OBJECT_EX, offsetof(lookup, found), READONLY, "What was asked for before."},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot lookup_slots[] = {
    {Py_tp_doc, "What is found by a key; for one that isn't there, what the method _ask returns."},
    {Py_tp_new, lookup_new},
    {Py_tp_traverse, lookup_traverse},
    {Py_tp_dealloc, lookup_dealloc},
    {Py_tp_members, lookup_members},
    {Py_mp_subscript, lookup_subscript},
    {0, NULL},
};

PyType_Spec mmstats_speed_lookup_spec = {
    "mmstats._speed.Lookup", sizeof(lookup), 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, lookup_slots,
};
