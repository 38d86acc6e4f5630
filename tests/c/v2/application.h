/* Applications whose files are in the folder of a test program, and what a look found. */

#ifndef APPLICATION_H
#define APPLICATION_H

#include "stats.h"

/** The application of the files in the folder that match a glob, looked at. */
static inline mmstats_application *application_of(const char *glob) {
    const mmstats_str globs = mmstats_str_of(in_folder(glob));
    mmstats_application *application = NULL;
    if (!CHECK_OK(mmstats_application_new(MMSTATS_STR("test"), &globs, 1, &application)) ||
        !CHECK_OK(mmstats_application_look(application)))
        exit(1);
    return application;
}

/** The series of that name that has that label value, or no label where it is NULL. */
static inline const mmstats_series *application_series(const mmstats_application *application,
                                                       const char *name, const char *label) {
    const mmstats_series *series = NULL;
    const mmstats_str value = mmstats_str_of(label);
    if (!CHECK_OK(mmstats_application_find(application, mmstats_str_of(name), &value,
                                           label ? 1 : 0, &series)))
        exit(1);
    return series;
}

static inline mmstats_value application_value(const mmstats_application *application,
                                              const char *name) {
    return application_series(application, name, NULL)->value;
}

/** Where that series is in the array of all series. */
static inline size_t application_index(const mmstats_application *application, const char *name) {
    const mmstats_series *all = mmstats_application_series(application, NULL);
    return (size_t)(application_series(application, name, NULL) - all);
}

/** How many files it has. */
static inline size_t application_files(const mmstats_application *application) {
    size_t count = 7;
    mmstats_application_files(application, &count);
    return count;
}

/** That nothing is wrong with its files. */
static inline void application_is_well(const mmstats_application *application) {
    size_t count = 0;
    const mmstats_problem *problems = mmstats_application_problems(application, &count);
    CHECK_U64(count, 0);
    for (size_t i = 0; i < count; i++)
        fprintf(stderr, "    found \"%.*s\"\n", (int)problems[i].text.len, problems[i].text.data);
}

#endif
