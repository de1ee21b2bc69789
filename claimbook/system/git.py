"""What Git says of a folder."""

import os
import subprocess
from pathlib import Path

#: Variables by which Git, where it runs something, says whose repository it is: not that of the folder.
OF_GIT = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")

#: Seconds in which Git has to answer.
PATIENCE = 10


def git(folder: Path, *arguments: str) -> str:
    """What Git says in a folder; empty where it says nothing or fails, or there is no Git to ask."""
    environment = {name: value for name, value in os.environ.items() if name not in OF_GIT}
    try:
        answer = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            env={**environment, "GIT_OPTIONAL_LOCKS": "0"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.strip()
