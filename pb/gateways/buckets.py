"""Storage in a bucket that speaks the S3 protocol, for installations of several servers.

The only module that needs boto3 (the extra `s3`); the application loads it where a bucket is set.
"""

import hashlib

import boto3
from botocore.client import BaseClient, Config
from botocore.exceptions import ClientError

GONE = frozenset({"404", "NoSuchKey", "NotFound"})


class BucketStorage:
    """Objects of a bucket, named as files of a folder would be; nothing is ever overwritten."""

    def __init__(self, client: BaseClient, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, content: bytes) -> str:
        """Keep the bytes; their SHA-256 in hex is their name.

        Raises:
            botocore.exceptions.BotoCoreError, ClientError: they are not kept.
        """
        name = hashlib.sha256(content).hexdigest()
        if not self._is_kept(name):
            self._client.put_object(
                Bucket=self._bucket,
                Key=_key(name),
                Body=content,
                ContentType="application/octet-stream",
            )
        return name

    def get(self, name: str) -> bytes:
        """The bytes of a name; a flipped bit is an error, never a paper.

        Raises:
            LookupError: nothing is kept under it, or it is damaged.
            botocore.exceptions.BotoCoreError, ClientError: the bucket does not answer.
        """
        try:
            kept = self._client.get_object(Bucket=self._bucket, Key=_key(name))
        except ClientError as error:
            if error.response["Error"]["Code"] in GONE:
                raise LookupError(name) from error
            raise
        content: bytes = kept["Body"].read()
        if hashlib.sha256(content).hexdigest() != name:
            raise LookupError(f"{name} is damaged")
        return content

    def where(self, name: str) -> str:
        """Where the bytes of a name lie."""
        return f"s3://{self._bucket}/{_key(name)}"

    def _is_kept(self, name: str) -> bool:
        try:
            self._client.head_object(Bucket=self._bucket, Key=_key(name))
        except ClientError as error:
            if error.response["Error"]["Code"] in GONE:
                return False
            raise
        return True


def bucket_storage(url: str, region: str, bucket: str, key: str, secret: str) -> BucketStorage:
    """The storage of a bucket; `url` is its endpoint, "" the one of the region.

    Waits at most five seconds for an answer and asks three times in all.
    """
    client = boto3.client(
        "s3",
        endpoint_url=url or None,
        region_name=region,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        config=Config(
            connect_timeout=5,
            read_timeout=5,
            retries={"total_max_attempts": 3, "mode": "standard"},
            # Buckets of one's own rarely have a name of their own in the DNS.
            s3={"addressing_style": "path"},
        ),
    )
    return BucketStorage(client, bucket)


def _key(name: str) -> str:
    return f"{name[:2]}/{name}"
