"""The store in files: `log` is what the rest of the record sees, the others are its parts."""

from returnhub.record.folder.log import FolderLog

__all__ = ["FolderLog"]
