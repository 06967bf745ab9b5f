"""Run by the Windows Python before anything else: the first one opens Wine's desktop.

Wine starts it with the first program that needs it, and it keeps that program's pipes open: what
a test starts and listens to would never seem to end.
"""

import ctypes
import os
import sys

OPEN = "HYGIE_WINE_DESKTOP"

if sys.platform == "win32" and OPEN not in os.environ:
    os.environ[OPEN] = "1"
    ctypes.windll.user32.GetDesktopWindow()
