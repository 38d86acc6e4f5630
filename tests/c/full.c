/* A full file system is an error of creation, and never a signal later. */

#include "folder.h"

#include <errno.h>
#include <sched.h>
#include <sys/mount.h>

static void unmount_small(void) {
    umount(folder_path);
}

static bool wrote(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    const bool written = file && fputs(text, file) >= 0;
    return file && fclose(file) == 0 && written;
}

/** A mount namespace of this process's own. Who isn't root takes a user namespace too, in which
 *  it has the ids that it has. */
static bool unshared(void) {
    const unsigned uid = geteuid(), gid = getegid();
    char uids[64], gids[64];
    if (uid == 0)
        return unshare(CLONE_NEWNS) == 0;
    snprintf(uids, sizeof uids, "%u %u 1", uid, uid);
    snprintf(gids, sizeof gids, "%u %u 1", gid, gid);
    return unshare(CLONE_NEWNS | CLONE_NEWUSER) == 0 && wrote("/proc/self/setgroups", "deny") &&
           wrote("/proc/self/uid_map", uids) && wrote("/proc/self/gid_map", gids);
}

/** Mounts a file system of 64 KiB at the folder, which nobody else sees. */
static void mount_small(void) {
    if (!unshared() || mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("tmpfs", folder_path, "tmpfs", 0, "size=64k") != 0) {
        fprintf(stderr,
                "can't mount a tmpfs at %s: %s. This test needs root, or user namespaces for "
                "everybody (sysctl kernel.unprivileged_userns_clone=1)\n",
                folder_path, strerror(errno));
        exit(1);
    }
    atexit(unmount_small);
}

static mmstats_status create(mmstats_v1_writer *writer, mmstats_v1_counter *hits) {
    mmstats_v1_text_field text;
    CHECK_OK(mmstats_v1_writer_counter(writer, MMSTATS_STR("hits"), hits));
    CHECK_OK(mmstats_v1_writer_text(writer, MMSTATS_STR("text"), 40000, &text));
    return mmstats_v1_writer_create_file(writer);
}

int main(void) {
    mmstats_v1_counter hits = {0}, unseen = {0};
    mmstats_paths *paths = NULL;
    folder_make();
    mount_small();
    mmstats_v1_writer *first = writer_for("first.mmstats");
    mmstats_v1_writer *second = writer_for("second.mmstats");
    CHECK_OK(create(first, &hits));
    CHECK_STATUS(create(second, &unseen), MMSTATS_ERROR_FULL);
    CHECK_MESSAGE("second.mmstats");

    /* Nothing of it is there, the handles of both go on, and it can be tried again. */
    CHECK_OK(mmstats_glob(mmstats_str_of(in_folder("*")), &paths));
    CHECK_U64(mmstats_paths_count(paths), 1);
    mmstats_paths_free(paths);
    mmstats_v1_counter_inc(hits);
    mmstats_v1_counter_inc(unseen);
    CHECK_U64(mmstats_v1_counter_get(unseen), 1);
    CHECK_OK(mmstats_v1_writer_remove(first));
    CHECK_OK(mmstats_v1_writer_create_file(second));
    mmstats_v1_reader *reader = reader_of("second.mmstats");
    CHECK_U64(value_of(reader, "hits").as.u64, 1);
    mmstats_v1_reader_free(reader);
    mmstats_v1_writer_free(first);
    mmstats_v1_writer_free(second);
    return checked();
}
