using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Indexer.Inputs.Files;

/// <summary>Tells files apart whatever their names: device and inode. Zero on systems that have none.</summary>
internal readonly record struct FileIdentity(ulong Device, ulong Inode)
{
    // struct statx has this layout on every architecture.
    private const int StatxBytes = 256;
    private const int InodeOffset = 32;
    private const int DeviceOffset = 136;
    private const int EmptyPath = 0x1000;
    private const int CurrentDirectory = -100;
    private const uint WantInode = 0x100;

    public static FileIdentity Of(SafeFileHandle file)
    {
        var added = false;
        try
        {
            file.DangerousAddRef(ref added);
            return Of((int)file.DangerousGetHandle(), "", EmptyPath);
        }
        finally
        {
            if (added)
            {
                file.DangerousRelease();
            }
        }
    }

    /// <summary>Of the file that a path names now, links followed; zero where there is none.</summary>
    public static FileIdentity Of(string path) => Of(CurrentDirectory, path, 0);

    private static FileIdentity Of(int descriptor, string path, int flags)
    {
        if (!OperatingSystem.IsLinux())
        {
            return default;
        }

        Span<byte> result = stackalloc byte[StatxBytes];
        if (statx(descriptor, path, flags, WantInode, ref MemoryMarshal.GetReference(result)) != 0)
        {
            return default;
        }

        return new FileIdentity(
            ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(result[DeviceOffset..]) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(result[(DeviceOffset + 4)..]),
            BinaryPrimitives.ReadUInt64LittleEndian(result[InodeOffset..]));
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int statx(int descriptor, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, ref byte result);
}
