"""Makes the checkpoints that TorchFileTest reads, with PyTorch (1.13 was used). The n-th parameter's i-th value is
((37 n + i) mod 257 - 128) / 64, which is exact in 16 bits."""
import collections
import torch

WIDTHS = [8] * 9


def shapes(prefix, channels=1):
    result = collections.OrderedDict()

    def block(name, inputs, outputs):
        for i, width in ((0, inputs), (3, outputs)):
            result[f"{prefix}{name}.double_conv.{i}.weight"] = (outputs, width, 3, 3)
            result[f"{prefix}{name}.double_conv.{i}.bias"] = (outputs,)
            result[f"{prefix}{name}.double_conv.{i + 1}.weight"] = (outputs,)
            result[f"{prefix}{name}.double_conv.{i + 1}.bias"] = (outputs,)

    block("inc", channels, WIDTHS[0])
    for i in range(1, 5):
        block(f"down{i}.maxpool_conv.1", WIDTHS[i - 1], WIDTHS[i])
    for i in range(1, 5):
        block(f"up{i}.conv", WIDTHS[4 - i] + WIDTHS[3 + i], WIDTHS[4 + i])
    return result


def values(number, shape):
    count = torch.Size(shape).numel()
    return (((37 * number + torch.arange(count)) % 257 - 128) / 64).reshape(shape)


def weights(prefix):
    return collections.OrderedDict((name, values(n, shape)) for n, (name, shape) in enumerate(shapes(prefix).items()))


# A training dictionary of a network in DataParallel, in half precision.
state = collections.OrderedDict((name, tensor.half()) for name, tensor in weights("module.backbone.").items())
state["module.projblock5.proj.weight"] = values(100, (32, 8, 1, 1))
state["module.projblock5.proj.bias"] = values(101, (32,))
state["module.mov1.grid"] = torch.zeros(1, 2, 4, 4)
state["module.queue"] = torch.zeros(3)
state._metadata = collections.OrderedDict([("", {"version": 1})])
parameter = torch.nn.Parameter(torch.ones(3))
optimizer = torch.optim.Adam([parameter])
parameter.sum().backward()
optimizer.step()
torch.save({"epoch": 3, "arch": "unet", "loss": 0.25, "state_dict": state, "optimizer": optimizer.state_dict()},
           "training.pth.tar")

# Parameters that are views of one storage, and not contiguous.
plain = weights("")
storage = torch.zeros(sum(tensor.numel() for tensor in plain.values()) + 7)
offset = 7
for name, tensor in plain.items():
    order = list(range(tensor.dim()))[::-1]
    turned = storage[offset:offset + tensor.numel()].reshape([tensor.shape[axis] for axis in order])
    turned.copy_(tensor.permute(order))
    plain[name] = torch.nn.Parameter(turned.permute(order))
    offset += tensor.numel()
torch.save(plain, "strided.pth")

torch.save(torch.nn.Conv2d(1, 1, 1), "module.pth")
torch.save(torch.nn.Conv2d(1, 1, 1).state_dict(), "old.pth", _use_new_zipfile_serialization=False)
torch.jit.save(torch.jit.script(torch.nn.Conv2d(1, 1, 1)), "script.pt")
