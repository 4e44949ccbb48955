/* Makes a disk slower: each sync takes SLOW_DISK_MS milliseconds longer, and hangs while the file named by
   DISK_HANGS_WHILE exists. For LD_PRELOAD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static int slow(const char *name, int file)
{
    const char *milliseconds = getenv("SLOW_DISK_MS");
    const char *hanging = getenv("DISK_HANGS_WHILE");
    int (*sync)(int) = dlsym(RTLD_NEXT, name);

    usleep(1000 * (milliseconds == NULL ? 0 : atoi(milliseconds)));
    while (hanging != NULL && access(hanging, F_OK) == 0)
        usleep(10 * 1000);
    return sync(file);
}

int fsync(int file)
{
    return slow("fsync", file);
}

int fdatasync(int file)
{
    return slow("fdatasync", file);
}
