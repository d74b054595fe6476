"""Storage in a bucket, at a real server of the S3 protocol on this machine."""

import hashlib

import boto3
import pytest
from botocore.exceptions import BotoCoreError, ClientError
from moto.server import ThreadedMotoServer

from pb.app import storage_of
from pb.config import Settings, SettingsError
from pb.gateways.buckets import BucketStorage, bucket_storage

KEY, SECRET, BUCKET = "an-id", "not-told-to-anyone", "papers"
PAPER = "Протокол № 1 – ө ү ң".encode() * 1_000
NAME = hashlib.sha256(PAPER).hexdigest()


@pytest.fixture(scope="module")
def address():
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def client(address):
    client = boto3.client(
        "s3",
        endpoint_url=address,
        region_name="us-east-1",
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
    )
    client.create_bucket(Bucket=BUCKET)
    yield client
    for kept in client.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
        client.delete_object(Bucket=BUCKET, Key=kept["Key"])
    client.delete_bucket(Bucket=BUCKET)


@pytest.fixture
def storage(address, client):
    return bucket_storage(address, "us-east-1", BUCKET, KEY, SECRET)


def kept(client):
    return [one["Key"] for one in client.list_objects_v2(Bucket=BUCKET).get("Contents", ())]


def test_what_is_put_is_got_again_under_its_hash(storage, client):
    assert storage.put(PAPER) == NAME

    assert storage.get(NAME) == PAPER
    assert kept(client) == [f"{NAME[:2]}/{NAME}"]
    assert storage.where(NAME) == f"s3://{BUCKET}/{NAME[:2]}/{NAME}"


def test_what_is_put_twice_is_written_once(storage, client):
    storage.put(PAPER)
    first = client.head_object(Bucket=BUCKET, Key=f"{NAME[:2]}/{NAME}")["LastModified"]
    client.put_object_tagging(
        Bucket=BUCKET,
        Key=f"{NAME[:2]}/{NAME}",
        Tagging={"TagSet": [{"Key": "first", "Value": "yes"}]},
    )

    storage.put(PAPER)

    tags = client.get_object_tagging(Bucket=BUCKET, Key=f"{NAME[:2]}/{NAME}")["TagSet"]
    assert tags == [{"Key": "first", "Value": "yes"}]  # a new object would have none
    assert client.head_object(Bucket=BUCKET, Key=f"{NAME[:2]}/{NAME}")["LastModified"] == first


def test_an_empty_file_is_kept_too(storage):
    assert storage.get(storage.put(b"")) == b""


def test_what_is_not_there_is_not_found(storage):
    with pytest.raises(LookupError):
        storage.get("0" * 64)


def test_what_was_changed_in_the_bucket_is_never_given_out(storage, client):
    storage.put(PAPER)
    client.put_object(Bucket=BUCKET, Key=f"{NAME[:2]}/{NAME}", Body=PAPER[:-1])

    with pytest.raises(LookupError, match="damaged"):
        storage.get(NAME)


def test_a_bucket_that_is_missing_or_silent_is_an_error_and_never_kept(address, client):
    elsewhere = bucket_storage(address, "us-east-1", "nowhere", KEY, SECRET)
    with pytest.raises(ClientError):
        elsewhere.put(PAPER)
    silent = bucket_storage("http://127.0.0.1:1", "us-east-1", BUCKET, KEY, SECRET)
    with pytest.raises(BotoCoreError):
        silent.put(PAPER)
    with pytest.raises(BotoCoreError):
        silent.get(NAME)
    assert kept(client) == []


ENVIRONMENT = {
    "PB_SECRET_KEY": "s" * 40,
    "PB_PEPPER": "k" * 40,
    "PB_DATABASE_URL": "sqlite:////nowhere/none.db",
    "PB_DATA_FOLDER": "/nowhere",
    "PB_MODE": "test",
}


def test_a_setting_chooses_the_bucket_instead_of_the_folder(address, client):
    settings = Settings.from_environment(
        ENVIRONMENT
        | {
            "PB_STORAGE_BUCKET": BUCKET,
            "PB_STORAGE_URL": address,
            "PB_STORAGE_USER": KEY,
            "PB_STORAGE_SECRET": SECRET,
        }
    )

    storage = storage_of(settings)

    assert isinstance(storage, BucketStorage)
    assert storage.get(storage.put(PAPER)) == PAPER
    assert SECRET not in repr(settings)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"PB_STORAGE_SECRET": SECRET}, "PB_STORAGE_USER"),
        ({"PB_STORAGE_USER": KEY}, "PB_STORAGE_SECRET"),
        (
            {
                "PB_STORAGE_USER": KEY,
                "PB_STORAGE_SECRET": SECRET,
                "PB_STORAGE_URL": "http://bucket.example.kg",
            },
            "PB_STORAGE_URL",
        ),
    ],
)
def test_a_bucket_set_by_half_stops_the_start_and_says_what_is_missing(given, named):
    with pytest.raises(SettingsError, match=named):
        Settings.from_environment(ENVIRONMENT | {"PB_STORAGE_BUCKET": BUCKET} | given)
