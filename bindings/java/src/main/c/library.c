/* org.mmstats.internal.NativeLibrary */

#include <jni.h>

#include "org_mmstats_internal_NativeLibrary.h"

JNIEXPORT jint JNICALL Java_org_mmstats_internal_NativeLibrary_abi(JNIEnv *env, jclass class) {
    (void)env;
    (void)class;
    return org_mmstats_internal_NativeLibrary_ABI;
}
