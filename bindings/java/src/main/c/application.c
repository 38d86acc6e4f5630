/* org.mmstats.internal.NativeApplication: applications, and folding. */

#include "results.h"

#include <math.h>
#include <stdlib.h>

#include "org_mmstats_internal_NativeApplication.h"

/** A constant of the Java class. */
#define JAVA(name) org_mmstats_internal_NativeApplication_##name
#define SAME(name) (JAVA(name) == MMSTATS_##name)

_Static_assert(SAME(U64) && SAME(I64) && SAME(F64) && SAME(BOOL) && SAME(TEXT) && SAME(U32) &&
                   SAME(I32) && SAME(U16) && SAME(I16) && SAME(U8) && SAME(I8) && SAME(F32) &&
                   SAME(BYTES) && SAME(STRUCT) && SAME(HISTOGRAM) && SAME(WINDOW) && SAME(EACH) &&
                   SAME(WINDOWS) && SAME(BUSY),
               "the numbers of Java are those of the C ABI");

static mmstats_application *application_at(jlong address) {
    return (mmstats_application *)(intptr_t)address;
}

static mmstats_totals *totals_at(jlong address) {
    return (mmstats_totals *)(intptr_t)address;
}

JNIEXPORT jlong JNICALL Java_org_mmstats_internal_NativeApplication_open0(
    JNIEnv *env, jclass class, jbyteArray name_array, jobjectArray globs_array,
    jboolean keep_each, jboolean keep_open) {
    (void)class;
    mmstats_application *application = NULL;
    const text name = text_of(env, name_array);
    if (name.ok) {
        const texts globs = texts_of(env, globs_array);
        if (globs.ok &&
            check(env, mmstats_application_new(name.str, globs.strs, globs.count, &application))) {
            mmstats_application_keep_each(application, keep_each);
            mmstats_application_keep_open(application, keep_open);
        }
        texts_free(globs);
    }
    text_free(name);
    return (jlong)(intptr_t)application;
}

JNIEXPORT void JNICALL Java_org_mmstats_internal_NativeApplication_free(JNIEnv *env, jclass class,
                                                                        jlong address) {
    (void)env;
    (void)class;
    mmstats_application_free(application_at(address));
}

JNIEXPORT jlong JNICALL Java_org_mmstats_internal_NativeApplication_keep(JNIEnv *env, jclass class,
                                                                         jlong address) {
    (void)class;
    mmstats_totals *totals = NULL;
    check(env, mmstats_totals_new(application_at(address), &totals));
    return (jlong)(intptr_t)totals;
}

JNIEXPORT void JNICALL Java_org_mmstats_internal_NativeApplication_freeKept(JNIEnv *env,
                                                                            jclass class,
                                                                            jlong totals) {
    (void)env;
    (void)class;
    mmstats_totals_free(totals_at(totals));
}

static void put_value(results *out, const mmstats_value *value);

static void put_parts(results *out, const mmstats_parts *parts) {
    put_word(out, parts->count);
    for (size_t i = 0; i < parts->count; i++)
        put_value(out, &parts->values[i]);
}

static void put_distribution(results *out, const mmstats_distribution *of) {
    put_word(out, of->scale);
    put_word(out, (uint64_t)(int64_t)of->first);
    put_word(out, of->number);
    put_word(out, of->zero);
    put_word(out, of->above);
    put_word(out, of->negative);
    put_word(out, of->nan);
    put_word(out, of->sum.u64);
    put_word(out, of->has_extremes);
    put_word(out, of->min.u64);
    put_word(out, of->max.u64);
    put_word(out, of->bucket_count);
    for (size_t i = 0; i < of->bucket_count; i++) {
        put_word(out, (uint64_t)(int64_t)of->buckets[i].index);
        put_word(out, of->buckets[i].count);
    }
}

static void put_recent(results *out, const mmstats_recent *of) {
    put_word(out, of->duration);
    put_word(out, of->number);
    put_word(out, of->refused);
    put_word(out, of->count);
    for (size_t i = 0; i < of->count; i++) {
        put_word(out, of->slots[i].epoch);
        put_word(out, of->slots[i].count);
        put_word(out, of->slots[i].sum.u64);
        put_word(out, of->slots[i].max.u64);
    }
}

static void put_value(results *out, const mmstats_value *value) {
    put_word(out, (uint64_t)value->kind);
    switch (value->kind) {
    case MMSTATS_TEXT:
        put_text(out, value->as.text);
        break;
    case MMSTATS_STRUCT:
    case MMSTATS_WINDOWS:
        put_parts(out, &value->as.parts);
        break;
    case MMSTATS_HISTOGRAM:
        put_distribution(out, value->as.histogram);
        break;
    case MMSTATS_WINDOW:
        put_recent(out, value->as.window);
        break;
    default:
        put_word(out, value->as.u64);
    }
}

/** The name of a cause; empty where nothing failed. */
static mmstats_str cause_of(int32_t status) {
    return mmstats_str_of(status == MMSTATS_OK ? "" : mmstats_status_name(status));
}

static void put_files(results *out, const mmstats_application *application) {
    size_t count;
    const mmstats_application_file *files = mmstats_application_files(application, &count);
    put_word(out, count);
    for (size_t i = 0; i < count; i++) {
        put_text(out, files[i].path);
        put_word(out, files[i].format);
        put_word(out, (uint64_t)files[i].writer);
        put_word(out, files[i].pid);
        put_word(out, files[i].created);
        put_text(out, (mmstats_str){(const char *)files[i].file_id, sizeof files[i].file_id});
        put_word(out, files[i].accumulator);
    }
}

static void put_problems(results *out, const mmstats_application *application) {
    size_t count;
    const mmstats_problem *problems = mmstats_application_problems(application, &count);
    put_word(out, count);
    for (size_t i = 0; i < count; i++) {
        put_word(out, (uint64_t)problems[i].kind);
        put_text(out, cause_of(problems[i].cause));
        put_text(out, problems[i].path);
        put_text(out, problems[i].text);
        put_word(out, problems[i].counted);
    }
}

static void put_family(results *out, const mmstats_family_info *family) {
    put_text(out, family->name);
    put_word(out, (uint64_t)family->kind);
    put_word(out, (uint64_t)family->type);
    put_text(out, family->unit);
    put_text(out, family->help);
    put_word(out, (uint64_t)family->aggregate);
    put_word(out, family->alive_only);
    put_word(out, family->label_count);
    for (size_t i = 0; i < family->label_count; i++)
        put_text(out, family->label_keys[i]);
    put_word(out, family->component_count);
    for (size_t i = 0; i < family->component_count; i++) {
        const mmstats_component *component = &family->components[i];
        put_text(out, component->name);
        put_word(out, (uint64_t)component->type);
        put_word(out, (uint64_t)component->kind);
        put_text(out, component->unit);
    }
}

static void put_series(results *out, const mmstats_application *application, size_t index,
                       const mmstats_series *series) {
    put_word(out, series->label_count);
    for (size_t i = 0; i < series->label_count; i++) {
        put_text(out, series->labels[i].key);
        put_text(out, series->labels[i].value);
    }
    put_word(out, series->overflow);
    put_value(out, &series->value);
    size_t count;
    const mmstats_file_value *each = mmstats_application_each(application, index, &count);
    put_word(out, count);
    for (size_t i = 0; i < count; i++) {
        put_word(out, each[i].file);
        put_value(out, &each[i].value);
    }
}

static void put_families(results *out, const mmstats_application *application) {
    size_t count;
    const mmstats_family_info *families = mmstats_application_families(application, &count);
    const mmstats_series *series = mmstats_application_series(application, NULL);
    put_word(out, count);
    for (size_t i = 0; i < count; i++) {
        put_family(out, &families[i]);
        put_word(out, families[i].series_count);
        for (size_t k = 0; k < families[i].series_count; k++) {
            const size_t index = families[i].first_series + k;
            put_series(out, application, index, &series[index]);
        }
    }
}

JNIEXPORT jbyteArray JNICALL Java_org_mmstats_internal_NativeApplication_look(JNIEnv *env,
                                                                              jclass class,
                                                                              jlong address) {
    (void)class;
    mmstats_application *application = application_at(address);
    if (!check(env, mmstats_application_look(application)))
        return NULL;
    results out = {NULL, 0, 0, false};
    put_word(&out, mmstats_application_taken(application));
    put_files(&out, application);
    put_problems(&out, application);
    put_families(&out, application);
    return results_array(env, out);
}

JNIEXPORT jbyteArray JNICALL Java_org_mmstats_internal_NativeApplication_since(JNIEnv *env,
                                                                               jclass class,
                                                                               jlong later,
                                                                               jlong earlier) {
    (void)class;
    const mmstats_totals *now = totals_at(later), *before = totals_at(earlier);
    mmstats_since since;
    if (!check(env, mmstats_totals_since(now, before, &since)))
        return NULL;
    size_t count;
    mmstats_totals_series(now, &count);
    mmstats_rate *rates = calloc(count + 1, sizeof *rates);
    results out = {NULL, 0, 0, !rates};
    put_word(&out, since.elapsed);
    put_word(&out, since.gone);
    put_word(&out, since.returned);
    if (rates) {
        mmstats_totals_rates(now, before, rates, count);
        put_word(&out, count);
        for (size_t i = 0; i < count; i++) {
            mmstats_number per_second;
            per_second.f64 = rates[i].per_second;
            put_word(&out, rates[i].delta.u64);
            put_word(&out, per_second.u64);
            put_word(&out, rates[i].known);
            put_word(&out, rates[i].is_new);
        }
    }
    free(rates);
    return results_array(env, out);
}

JNIEXPORT jdouble JNICALL Java_org_mmstats_internal_NativeApplication_percentile(
    JNIEnv *env, jclass class, jlong later, jlong earlier, jint index, jdouble percent) {
    (void)class;
    double found = NAN;
    const mmstats_status status = mmstats_totals_percentile(
        totals_at(later), totals_at(earlier), (size_t)index, percent, &found);
    if (status == MMSTATS_ERROR_NOT_FOUND)
        return NAN;
    check(env, status);
    return found;
}

JNIEXPORT jbyteArray JNICALL Java_org_mmstats_internal_NativeApplication_fold0(
    JNIEnv *env, jclass class, jbyteArray folder_array, jbyteArray application_array, jlong limit,
    jint keep_newest, jboolean dry_run) {
    (void)class;
    jbyteArray array = NULL;
    mmstats_fold_report *report = NULL;
    mmstats_fold_options options = MMSTATS_FOLD_OPTIONS_INIT;
    const text folder = text_of(env, folder_array);
    const text application = folder.ok ? text_of(env, application_array) : folder;
    options.application = application.str;
    options.limit = (size_t)limit;
    options.keep_newest = keep_newest == 0 ? MMSTATS_KEEP_NONE : (uint32_t)keep_newest;
    options.dry_run = dry_run;
    if (application.ok && check(env, mmstats_fold(folder.str, &options, &report))) {
        results out = {NULL, 0, 0, false};
        size_t count;
        const mmstats_fold_outcome *outcomes = mmstats_fold_report_outcomes(report, &count);
        put_word(&out, count);
        for (size_t i = 0; i < count; i++) {
            put_text(&out, outcomes[i].path);
            put_word(&out, (uint64_t)outcomes[i].result);
            put_text(&out, outcomes[i].text);
            put_text(&out, cause_of(outcomes[i].cause));
        }
        array = results_array(env, out);
    }
    mmstats_fold_report_free(report);
    if (folder.ok)
        text_free(application);
    text_free(folder);
    return array;
}
