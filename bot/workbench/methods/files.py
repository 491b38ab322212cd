"""files.*: a file goes up in three steps: ask for an address, send the bytes there, share it."""

from __future__ import annotations

from bot.workbench.errors import ApiError
from bot.workbench.methods.arguments import Arguments
from bot.workbench.workspace import Upload, Workspace, file_shown
from bot.workbench.world import BOT_USER_ID, Json, Message


def upload_url(workspace: Workspace, arguments: Arguments) -> Json:
    """Give out the address to send the bytes to."""
    upload = Upload(workspace.world.id_for("F"), arguments.needed("filename"), arguments.integer("length", 0))
    if upload.length <= 0:
        raise ApiError("invalid_arguments", ["must be greater than 0 [json-pointer:/length]"])
    workspace.uploads[upload.id] = upload
    return {"upload_url": f"{workspace.url}/files/upload/{upload.id}", "file_id": upload.id}


def complete_upload(workspace: Workspace, arguments: Arguments) -> Json:
    """Share the files that were sent; without a conversation they stay private."""
    wanted = arguments.nested("files")
    if not isinstance(wanted, list) or not wanted:
        raise ApiError("invalid_arguments", ["missing required field: files"])
    uploads = [_sent(workspace, each) for each in wanted]
    files = [file_shown(workspace, upload) for upload in uploads]
    if address := arguments.text("channel_id") or arguments.text("channels"):
        if address not in workspace.world.conversations:
            raise ApiError("channel_not_found")
        conversation = workspace.conversation_of_bot(address)
        message = Message(
            workspace.world.next_ts(),
            BOT_USER_ID,
            arguments.text("initial_comment"),
            files=files,
            thread_ts=arguments.text("thread_ts"),
        )
        workspace.world.post(conversation, message)
    return {"files": files}


def _sent(workspace: Workspace, wanted: object) -> Upload:
    upload = workspace.uploads.get(str(wanted.get("id"))) if isinstance(wanted, dict) else None
    if upload is None or not upload.content:
        raise ApiError("file_not_found")
    upload.title = str(wanted.get("title") or upload.name) if isinstance(wanted, dict) else upload.name
    return upload


METHODS = {
    "files.getUploadURLExternal": upload_url,
    "files.completeUploadExternal": complete_upload,
}
