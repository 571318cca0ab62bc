# SPDX-License-Identifier: GPL-3.0-or-later
"""Small sets of images in the formats that the programs read, the same at every call."""
import os
import random
import struct

SIDE = 28                # of the digits
ROWS_SIDE = 6            # of the images that tell their class by bright rows
CIFAR_CLASSES = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]


def write_mnist(folder, height, width, **parts):
    """MNIST's format: parts train and t10k, each its labels and its pixels as bytes."""
    os.mkdir(folder)
    for part, (labels, pixels) in parts.items():
        with open(os.path.join(folder, f"{part}-images-idx3-ubyte"), "wb") as file:
            file.write(struct.pack(">4I", 0x803, len(labels), height, width) + pixels)
        with open(os.path.join(folder, f"{part}-labels-idx1-ubyte"), "wb") as file:
            file.write(struct.pack(">2I", 0x801, len(labels)) + labels)


def ten_classes(count):
    """Image n is of class n % 10."""
    return bytes(n % 10 for n in range(count))


def write_noise(folder, height, width, count=60):
    """Grey images of any size in ten classes, drawn at random."""
    draw = random.Random(1)
    write_mnist(folder, height, width, **{part: (ten_classes(count), draw.randbytes(count * height * width))
                                          for part in ("train", "t10k")})


def write_rows(folder, training, held_out):
    """Three classes that can be learned: noise, brighter in the rows of its class."""
    draw = random.Random(1)

    def images(count):
        labels = bytes(draw.randrange(3) for _ in range(count))
        return labels, bytes(min(255, draw.randrange(160) + 80 * (row // 2 == label))
                             for label in labels for row in range(ROWS_SIDE) for _ in range(ROWS_SIDE))
    write_mnist(folder, ROWS_SIDE, ROWS_SIDE, train=images(training), t10k=images(held_out))


def digit_level(image, pixel):
    """The grey level of a pixel of write_digits(), to compute mixtures by."""
    return (7 * pixel + 31 * (image % 10)) % 256


def write_digits(folder):
    """300 and 100 images of MNIST's size, whose pixels are known without reading them back."""
    def images(count):
        return ten_classes(count), bytes(digit_level(n, p) for n in range(count) for p in range(SIDE * SIDE))
    write_mnist(folder, SIDE, SIDE, train=images(300), t10k=images(100))


def write_cifar(folder, count):
    """CIFAR-10's format, @count images in each of its six files: colours of 32 × 32, at random."""
    draw = random.Random(1)
    os.mkdir(folder)
    with open(os.path.join(folder, "batches.meta.txt"), "w", encoding="utf-8") as file:
        file.write("\n".join(CIFAR_CLASSES) + "\n")
    for name in [f"data_batch_{i}.bin" for i in range(1, 6)] + ["test_batch.bin"]:
        with open(os.path.join(folder, name), "wb") as file:
            for label in ten_classes(count):
                file.write(bytes([label]) + draw.randbytes(3072))
