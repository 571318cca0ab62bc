# SPDX-License-Identifier: GPL-3.0-or-later
"""The model zoo of methods.md in PyTorch: the names of modules are the names of tensors in a saved model."""
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, cin, cout, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(cin, cout, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(cout)
        self.conv2 = nn.Conv2d(cout, cout, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(cout)
        self.proj = None
        if stride != 1 or cin != cout:
            self.proj = nn.Conv2d(cin, cout, 1, stride, bias=False)
            self.bnp = nn.BatchNorm2d(cout)

    def forward(self, x):
        shortcut = x if self.proj is None else self.bnp(self.proj(x))
        return F.relu(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x))))) + shortcut)


class ResNet(nn.Module):
    def __init__(self, n, cin, classes=10, widths=(16, 32, 64)):
        super().__init__()
        self.conv1 = nn.Conv2d(cin, widths[0], 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(widths[0])
        blocks, c = [], widths[0]
        for stage, width in enumerate(widths):
            for b in range(n):
                blocks.append(Block(c, width, 2 if b == 0 and stage > 0 else 1))
                c = width
        self.blocks = nn.ModuleList(blocks)
        self.fc = nn.Linear(c, classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        for block in self.blocks:
            x = block(x)
        return self.fc(x.mean((2, 3)))


class CNN(nn.Module):
    def __init__(self, cin, classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(cin, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.conv2 = nn.Conv2d(16, 32, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(32)
        self.conv3 = nn.Conv2d(32, 64, 3, 1, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(64)
        self.fc = nn.Linear(64, classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = F.max_pool2d(F.relu(self.bn2(self.conv2(x))), 2)
        x = F.max_pool2d(F.relu(self.bn3(self.conv3(x))), 2)
        return self.fc(x.mean((2, 3)))


class MLP(nn.Module):
    def __init__(self, inputs, classes=10, hidden=(256, 128)):
        super().__init__()
        widths = [inputs, *hidden, classes]
        for i, (a, b) in enumerate(zip(widths, widths[1:]), 1):
            self.add_module(f"fc{i}", nn.Linear(a, b))

    def forward(self, x):
        *inner, last = self.children()
        x = x.flatten(1)
        for layer in inner:
            x = F.relu(layer(x))
        return last(x)


def build(name, channels, height, width, classes, hidden=(256, 128)):
    """@hidden: the widths of the mlp's hidden layers; 32, 32 for points."""
    if name == "mlp":
        return MLP(channels * height * width, classes, hidden)
    if name == "cnn":
        return CNN(channels, classes)
    if name.startswith("resnet-"):
        depth = int(name.split("-")[1])
        return ResNet((depth - 2) // 6, channels, classes)
    raise ValueError(name)
