"""Questions about messages of ours that are edited as things proceed."""

from sqlalchemy import BigInteger, bindparam, delete, select

from models.post import Post
from repositories.base import Repository

POSTS = Post.__table__.c
KEPT = (
    select(POSTS.id)
    .where(
        POSTS.chat_id == bindparam("chat_id", type_=BigInteger),
        POSTS.message_id == bindparam("message_id", type_=BigInteger),
    )
    .limit(1)
)


class PostRepository(Repository):
    async def find(self, chat_id: int, subject: str) -> Post | None:
        query = select(Post).where(Post.chat_id == chat_id, Post.subject == subject)
        return await self._session.scalar(query)

    async def keeps(self, chat_id: int, message_id: int) -> bool:
        """Whether this message is one of them."""
        values = {"chat_id": chat_id, "message_id": message_id}
        return await self._session.scalar(KEPT, values) is not None

    async def put(self, post: Post) -> None:
        """Remember it in the place of an earlier one about the same subject."""
        columns = ("chat_id", "subject", "order_id", "bot_id", "message_id", "form", "changed_at")
        row = {name: getattr(post, name) for name in columns}
        insert = self._insert(Post.__table__).values(row)
        fresh = {name: insert.excluded[name] for name in columns[2:]}
        at = ["chat_id", "subject"]
        await self._session.execute(insert.on_conflict_do_update(index_elements=at, set_=fresh))

    async def forget(self, chat_id: int, subject: str) -> None:
        gone = delete(Post).where(Post.chat_id == chat_id, Post.subject == subject)
        await self._session.execute(gone)
