/* Makes a disk slower: each sync takes SLOW_DISK_MS milliseconds longer. For LD_PRELOAD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static int slow(const char *name, int file)
{
    const char *milliseconds = getenv("SLOW_DISK_MS");
    int (*sync)(int) = dlsym(RTLD_NEXT, name);

    usleep(1000 * (milliseconds == NULL ? 0 : atoi(milliseconds)));
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
