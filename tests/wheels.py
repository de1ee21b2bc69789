"""Made-up packages: wheels that hold nothing, or a module, for indexes that no network is needed for."""

import zipfile
from hashlib import sha256


def write_wheel(folder, name, version, requires=(), extras=(), modules=()):
    """
    Write a wheel, and give its digest.

    Parameters
    ----------
    requires, extras : iterable of str
        What it needs, as in ``coverage[toml]>=7``, and the extras it offers.
    modules : mapping of str to str
        Text of the files in it, by path.
    """
    stem = f"{name.replace('-', '_')}-{version}"
    about = f"{stem}.dist-info"
    metadata = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    metadata += [f"Provides-Extra: {extra}" for extra in extras] + [f"Requires-Dist: {need}" for need in requires]
    files = {
        **dict(modules),
        f"{about}/METADATA": "\n".join(metadata) + "\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},,\n" for path in [*files, f"{about}/RECORD"])
    path = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for name_in_wheel, text in {**files, f"{about}/RECORD": record}.items():
            wheel.writestr(name_in_wheel, text)
    return sha256(path.read_bytes()).hexdigest()
