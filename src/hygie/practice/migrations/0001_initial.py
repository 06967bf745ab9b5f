from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """The first tables: practices and their people."""

    initial = True
    dependencies: ClassVar[list[tuple[str, str]]] = []
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="Practice",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("created", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=60)),
                ("role", models.CharField(max_length=16)),
                ("code_hash", models.CharField(blank=True, max_length=200)),
                ("active", models.BooleanField(default=True)),
                ("created", models.DateTimeField()),
                ("left", models.DateTimeField(null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("locked_until", models.DateTimeField(null=True)),
                ("last_opened", models.DateTimeField(null=True)),
                ("practice", models.ForeignKey(on_delete=models.PROTECT, to="practice.practice")),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("practice", "number"), name="practice_person_number"
                    )
                ],
            },
        ),
    ]
